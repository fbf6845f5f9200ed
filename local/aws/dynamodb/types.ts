import type { TableSchema } from './definition.ts';

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
