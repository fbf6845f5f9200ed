/** `AWS::DynamoDB::GlobalTable`. */
export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  /** Absent when the table has no stream. Streams have the view type NEW_AND_OLD_IMAGES. */
  readonly streamArn?: string | undefined;
  readonly input: TableSchema;
  readonly ttlAttribute?: string | undefined;
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface IndexSchema {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] | undefined };
}

/** The part of CreateTable's input that the local runtime uses. */
export interface TableSchema {
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly IndexSchema[] | undefined;
  readonly BillingMode?: string | undefined;
}
