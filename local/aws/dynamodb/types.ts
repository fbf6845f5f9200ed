import type { TableDefinition, TableSchema } from './definition.ts';

/** A JSON object of a request or response. */
export type Json = Readonly<Record<string, unknown>>;

/** A value in DynamoDB JSON. */
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

/** The output of DescribeTable, which dynalite's actions read. */
export interface TableDescription extends TableSchema {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly CreationDateTime: number;
  readonly [member: string]: unknown;
}

export interface Table {
  readonly definition: TableDefinition;
  readonly description: TableDescription;
}

/** Tables by name. */
export type Tables = ReadonlyMap<string, Table>;

/** An item before and after a write; both are absent when a delete found nothing. */
export interface Change {
  readonly table: TableDescription;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** A client request token that a transaction has used. */
export interface UsedToken {
  readonly token: string;
  readonly fingerprint: string;
  readonly at: number;
}

/** A stream record in the form that Lambda receives. */
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
    readonly NewImage?: Item | undefined;
    readonly OldImage?: Item | undefined;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: 'NEW_AND_OLD_IMAGES';
  };
  readonly eventSourceARN: string;
  /** Set when the service made the change. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' } | undefined;
}
