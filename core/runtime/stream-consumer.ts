import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { logger } from './logger.ts';
import { logContext, logErrors } from './middlewares.ts';

export interface StreamRecord {
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys?: Record<string, AttributeValue>;
    readonly OldImage?: Record<string, AttributeValue>;
    readonly NewImage?: Record<string, AttributeValue>;
  };
}

/**
 * The wrapper of a stream's entry point. `handle` returns the index of the first record that failed: Lambda retries
 * from that record on, as the records of a shard stay in order.
 */
export function createStreamConsumer(handle: (records: readonly StreamRecord[]) => Promise<number | undefined>) {
  return middy<{ readonly Records: readonly StreamRecord[] }, DynamoDBBatchResponse>()
    .use(logContext())
    .use(logErrors())
    .handler(async ({ Records }) => {
      const failed = await handle(Records);
      if (failed === undefined) return { batchItemFailures: [] };
      const itemIdentifier = Records[failed]?.dynamodb.SequenceNumber;
      if (itemIdentifier === undefined) throw new RangeError(`The batch has no record ${failed}.`);
      logger.error('Stream record failed', { sequence_number: itemIdentifier });
      return { batchItemFailures: [{ itemIdentifier }] };
    });
}
