import type { Invocation } from '../../../../local/aws/lambda/index.ts';

export const SUCCESS: Invocation = { requestId: 'r1', payload: 'null' };
export const FAILURE: Invocation = { requestId: 'r1', payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };

/** A success that reports the items of these ids as failed. */
export function reporting(...ids: string[]): Invocation {
  return {
    requestId: 'r1',
    payload: JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }),
  };
}
