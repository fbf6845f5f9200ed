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
  readonly acceptedAt: number;
  /** How often the function has failed on the event, and how often it was throttled. */
  readonly attempts: number;
  readonly throttles: number;
  readonly nextAt: number;
}

/** The end of an event that the function has not processed. */
export interface GivenUp {
  readonly requestId: string;
  /** The last failure; undefined when the event has become too old. */
  readonly last: Invocation | undefined;
}

export interface AsyncInvocationsOptions {
  readonly pending: Collection<PendingInvocation>;
  readonly invoke: (functionName: string, event: string) => Promise<Invocation>;
  readonly definitionOf: (functionName: string) => FunctionDefinition | undefined;
  /** Receives an event whose attempts are exhausted or that is too old. */
  readonly giveUp: (definition: FunctionDefinition, pending: PendingInvocation, end: GivenUp) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Waits before the second and the third attempt. */
  readonly retryDelaysMs?: readonly number[] | undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_DELAYS_MS = [60_000, 120_000];
const FIRST_THROTTLED_DELAY_MS = 1_000;
const MAX_THROTTLED_DELAY_MS = 300_000;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const MAX_EVENT_BYTES = 1_048_576;

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
  async accept(functionName: string, event: string): Promise<void> {
    if (Buffer.byteLength(event) > MAX_EVENT_BYTES) {
      const limit = `Request must be smaller than ${MAX_EVENT_BYTES} bytes for the InvokeFunction operation`;
      throw new AwsError('RequestTooLargeException', limit, 413);
    }
    const now = Date.now();
    const pending = { functionName, event, acceptedAt: now, attempts: 0, throttles: 0, nextAt: now };
    await this.#pending.put(randomUUID(), pending);
  }

  close(): Promise<void> {
    return this.#pending.close();
  }

  async #attempt(id: string, pending: PendingInvocation): Promise<void> {
    const { invoke, definitionOf, retryDelaysMs = RETRY_DELAYS_MS } = this.#options;
    const { functionName, event, acceptedAt, attempts, throttles } = pending;
    const definition = definitionOf(functionName);
    if (definition === undefined) return this.#pending.remove(id);
    const expiresAt = acceptedAt + definition.asyncMaxAgeSeconds * 1000;
    if (Date.now() >= expiresAt) return this.#giveUp(id, definition, pending);

    const retry = (change: Partial<PendingInvocation>, delay: number) =>
      this.#pending.put(id, { ...pending, ...change, nextAt: Math.min(Date.now() + delay, expiresAt) });
    const invocation = await invoke(functionName, event).catch((error: unknown) => {
      if (error instanceof AwsError) return undefined;
      throw error;
    });
    if (invocation === undefined) {
      // Throttled: Lambda keeps the event and does not count the attempt.
      return retry({ throttles: throttles + 1 }, throttledDelay(throttles));
    }
    if (invocation.functionError === undefined) return this.#pending.remove(id);
    // Closing terminates the function: the event stays on disk for the next start.
    if (this.#pending.closed) return;
    if (attempts >= definition.asyncRetries) return this.#giveUp(id, definition, pending, invocation);
    return retry({ attempts: attempts + 1 }, retryDelaysMs[attempts] ?? retryDelaysMs.at(-1) ?? 0);
  }

  /** A destination that does not take the event loses it, as on AWS. */
  async #giveUp(
    requestId: string,
    definition: FunctionDefinition,
    pending: PendingInvocation,
    last?: Invocation,
  ): Promise<void> {
    const { giveUp, onError } = this.#options;
    await giveUp(definition, pending, { requestId, last }).catch(onError);
    await this.#pending.remove(requestId);
  }
}

function throttledDelay(throttles: number): number {
  return Math.min(FIRST_THROTTLED_DELAY_MS * 2 ** throttles, MAX_THROTTLED_DELAY_MS);
}
