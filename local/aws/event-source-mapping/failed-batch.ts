import type { StreamRecord } from '../dynamodb/types.ts';
import type { Invocation } from '../lambda/invocation.ts';

export interface FailedBatch {
  readonly functionArn: string;
  readonly records: readonly StreamRecord[];
  readonly invocations: number;
  readonly last: Invocation;
}

/** An on-failure destination's document, https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export function failedBatchDocument(batch: FailedBatch): Record<string, unknown> {
  const { functionArn, records, invocations, last } = batch;
  const [first, final] = [records[0], records.at(-1)];
  return {
    requestContext: {
      requestId: last.requestId,
      functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: last.functionError },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: 'shardId-00000000000000000000-00000000',
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: final?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(final),
      batchSize: records.length,
      streamArn: first?.eventSourceARN,
    },
  };
}

function arrivalOf(record: StreamRecord | undefined): string | undefined {
  return record && new Date(record.dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
