import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { logger } from './logger.ts';

/** A stream record as Lambda hands it over, as far as we read it. */
export interface StreamRecord {
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly OldImage?: Record<string, AttributeValue>;
    readonly NewImage?: Record<string, AttributeValue>;
  };
}

/**
 * The wrapper of a stream's entry point. Records stay in order, so a batch fails from its first failed record on:
 * `handle` returns that record's index, and everything before it is done.
 */
export function createStreamConsumer(handle: (records: readonly StreamRecord[]) => Promise<number | undefined>) {
  return middy<{ readonly Records: readonly StreamRecord[] }, DynamoDBBatchResponse>().handler(async ({ Records }) => {
    logger.resetKeys();
    const failed = await handle(Records);
    const itemIdentifier = failed === undefined ? undefined : Records[failed]?.dynamodb.SequenceNumber;
    if (itemIdentifier === undefined) return { batchItemFailures: [] };
    logger.error('Stream record failed', { sequence_number: itemIdentifier });
    return { batchItemFailures: [{ itemIdentifier }] };
  });
}
