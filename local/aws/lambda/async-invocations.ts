import { randomUUID } from 'node:crypto';
import type { Collection } from '../../collections.ts';
import { DueItems } from '../due-items.ts';
import { AwsError } from '../service.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Invocation } from './invocation.ts';

/** An event that Lambda has accepted and the function has not yet processed. */
export interface PendingInvocation {
  readonly functionName: string;
  readonly event: string;
  readonly attempts: number;
  readonly nextAt: number;
}

export interface AsyncInvocationsOptions {
  readonly pending: Collection<PendingInvocation>;
  readonly invoke: (functionName: string, event: string) => Promise<Invocation>;
  readonly definitionOf: (functionName: string) => FunctionDefinition | undefined;
  /** Receives an event whose attempts are exhausted. */
  readonly giveUp: (definition: FunctionDefinition, pending: PendingInvocation, last: Invocation) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Waits before the second and the third attempt. */
  readonly retryDelaysMs?: readonly number[] | undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS_MS = [60_000, 120_000];
const THROTTLED_DELAY_MS = 1_000;

/** Lambda's queue of asynchronous invocations. An event stays on disk until the function succeeds or it is given up. */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #pending: DueItems<PendingInvocation>;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    const { pending: items, onError } = options;
    this.#pending = new DueItems({ items, onError, clock: Date.now, run: (id, pending) => this.#attempt(id, pending) });
  }

  /** Resumes the invocations that the last process left. */
  start(): Promise<void> {
    return this.#pending.load();
  }

  /** Resolves when the event is durable. */
  accept(functionName: string, event: string): Promise<void> {
    return this.#pending.put(randomUUID(), { functionName, event, attempts: 0, nextAt: Date.now() });
  }

  close(): Promise<void> {
    return this.#pending.close();
  }

  async #attempt(id: string, pending: PendingInvocation): Promise<void> {
    const { invoke, definitionOf, giveUp, retryDelaysMs = RETRY_DELAYS_MS } = this.#options;
    const { functionName, event, attempts } = pending;
    const definition = definitionOf(functionName);
    if (definition === undefined) return this.#pending.remove(id);
    try {
      const invocation = await invoke(functionName, event);
      if (invocation.functionError !== undefined) {
        // Closing terminates the function: the event stays on disk for the next start.
        if (this.#pending.closed) return;
        if (attempts < definition.asyncRetries) {
          const delay = retryDelaysMs[attempts] ?? retryDelaysMs.at(-1) ?? 0;
          return await this.#pending.put(id, { ...pending, attempts: attempts + 1, nextAt: Date.now() + delay });
        }
        await giveUp(definition, pending, invocation);
      }
      await this.#pending.remove(id);
    } catch (error) {
      // Throttled: Lambda keeps the event and does not count the attempt.
      if (!(error instanceof AwsError)) throw error;
      await this.#pending.put(id, { ...pending, nextAt: Date.now() + THROTTLED_DELAY_MS });
    }
  }
}

/** An on-failure destination's document, https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function failedInvocationDocument(
  { arn }: FunctionDefinition,
  { event, attempts }: PendingInvocation,
  last: Invocation,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: last.requestId,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts + 1,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: last.functionError },
    responsePayload: JSON.parse(last.payload),
  };
}
