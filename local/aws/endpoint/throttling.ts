import { cancelIfFailed } from '../dynamodb/transact-members.ts';
import { AwsError } from '../service.ts';
import type { Operation } from './read-call.ts';

/** The services that have an error of their own for it. The SDK retries all of these. */
const THROTTLED: Readonly<Record<string, readonly [code: string, status: number]>> = {
  lambda: ['TooManyRequestsException', 429],
  s3: ['SlowDown', 503],
  sqs: ['RequestThrottled', 400],
};

/**
 * Throws the error with which the service throttles the call. A transaction is cancelled, which the SDK does not retry.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#API_TransactWriteItems_Errors
 */
export function throttle({ service, action, input: { TransactItems } }: Operation): never {
  if (action === 'TransactWriteItems' && Array.isArray(TransactItems)) {
    const Message = 'Throughput exceeds the current capacity of your table or index.';
    cancelIfFailed(TransactItems.map((_, n) => (n === 0 ? { Code: 'ThrottlingError', Message } : { Code: 'None' })));
  }
  const [code, status] = THROTTLED[service] ?? ['ThrottlingException', 400];
  throw new AwsError(code, 'Rate exceeded', status);
}
