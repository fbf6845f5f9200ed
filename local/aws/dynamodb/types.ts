/** A value in DynamoDB's own JSON. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: boolean }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

export interface Item {
  [attribute: string]: AttributeValue;
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface IndexSchema {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
}

/** The part of CreateTable's input that the local runtime uses. */
export interface TableSchema {
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly IndexSchema[];
  readonly BillingMode?: string;
}

export interface TableDefinition {
  readonly name: string;
  readonly arn: string;
  /** Present when the table has a stream, which always carries NEW_AND_OLD_IMAGES. */
  readonly streamArn?: string;
  readonly input: TableSchema;
  readonly ttlAttribute?: string;
}

/** What DescribeTable answers, and what dynalite's actions work by. */
export interface TableDescription extends TableSchema {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly CreationDateTime: number;
  readonly [member: string]: unknown;
}

/** An item before and after a write; both absent when a delete found nothing. */
export interface Change {
  readonly table: TableDescription;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** A stream record exactly as Lambda receives it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
  readonly eventSourceARN: string;
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
}
