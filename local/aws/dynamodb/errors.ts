import { AwsError } from '../service.ts';

/** A request that DynamoDB refuses as malformed, in its own words. */
export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** Whether an error is DynamoDB's answer rather than a fault of ours. */
export function isAwsError(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.code === code;
}
