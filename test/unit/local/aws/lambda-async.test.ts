import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AsyncInvocations, type PendingInvocation } from '../../../../local/aws/lambda/async-invocations.ts';
import type { FunctionDefinition } from '../../../../local/aws/lambda/definition.ts';
import { failedInvocationDocument } from '../../../../local/aws/lambda/failed-invocation.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import type { Collection } from '../../../../local/collections.ts';
import { noErrors } from './a-call.ts';
import { WORK } from './definitions.ts';

/** Keeps nothing, since no test restarts. */
const NOWHERE: Collection<PendingInvocation> = {
  get: async () => undefined,
  async *entries() {},
  write: async () => {},
  put: async () => {},
  del: async () => {},
};
const START = Date.parse('2026-11-21T04:00:00Z');

describe('asynchronous invocations of Lambda', () => {
  /** Seconds since the start at which the function was invoked. */
  let invokedAt: number[];
  let documents: Record<string, unknown>[];
  let invocations: AsyncInvocations;
  const failed = async () => ({
    requestId: 'r',
    payload: '{"errorMessage":"no"}',
    functionError: 'Unhandled' as const,
  });
  const throttled = () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429));

  function open(outcome: typeof failed, definition: Partial<FunctionDefinition> = {}): void {
    invocations = new AsyncInvocations({
      pending: NOWHERE,
      definitionOf: () => ({ ...WORK, ...definition }),
      invoke: () => {
        invokedAt.push((Date.now() - START) / 1000);
        return outcome();
      },
      giveUp: async (...end) => {
        documents.push(failedInvocationDocument(...end));
      },
      onError: noErrors,
    });
  }

  beforeEach(() => {
    jest.useFakeTimers({ now: START });
    [invokedAt, documents] = [[], []];
  });
  afterEach(async () => {
    await invocations.close();
    jest.useRealTimers();
  });

  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  it('take events of at most 1 MB', async () => {
    open(failed);
    await expect(invocations.accept('work', 'x'.repeat(1_048_576))).resolves.toBeUndefined();
    const tooLarge = { code: 'RequestTooLargeException', status: 413 };
    await expect(invocations.accept('work', 'x'.repeat(1_048_577))).rejects.toMatchObject(tooLarge);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  it('are retried after one minute and after two more, and then given up', async () => {
    open(failed);
    await invocations.accept('work', '{"n":1}');
    await jest.advanceTimersByTimeAsync(21_600_000);
    expect(invokedAt).toEqual([0, 60, 180]);
    expect(documents).toMatchObject([
      {
        requestContext: { requestId: 'r', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
        requestPayload: { n: 1 },
        responsePayload: { errorMessage: 'no' },
      },
    ]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
  it('are not retried when the function has no retry attempts', async () => {
    open(failed, { asyncRetries: 0 });
    await invocations.accept('work', '{}');
    await jest.advanceTimersByTimeAsync(21_600_000);
    expect(invokedAt).toEqual([0]);
    expect(documents).toHaveLength(1);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
  it('are given up when the event reaches its maximum age', async () => {
    open(failed, { asyncMaxAgeSeconds: 100 });
    await invocations.accept('work', '{"n":1}');
    await jest.advanceTimersByTimeAsync(99_000);
    expect(documents).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(invokedAt).toEqual([0, 60]);
    expect(documents).toMatchObject([
      { requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 }, requestPayload: { n: 1 } },
    ]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
  it('are repeated for six hours while the function is throttled, at most five minutes apart', async () => {
    open(throttled);
    await invocations.accept('work', '{}');
    await jest.advanceTimersByTimeAsync(21_599_000);
    expect(invokedAt.slice(0, 12)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811, 1_111]);
    expect(documents).toEqual([]);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(documents).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 } }]);
  });
});
