import { randomUUID } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { Collection } from '../state.ts';
import type { FunctionDefinition } from './definition.ts';
import type { Invocation } from './invocation.ts';

/** An event that Lambda has accepted and not yet dealt with. */
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
  /** Takes an event that no attempt could deliver. */
  readonly giveUp: (definition: FunctionDefinition, pending: PendingInvocation, last: Invocation) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Waits before the second and third attempt: one and two minutes on Lambda. */
  readonly retryDelaysMs?: readonly number[];
}

const RETRY_DELAYS_MS = [60_000, 120_000];
const THROTTLED_DELAY_MS = 1_000;

/** Lambda's queue of asynchronous invocations: kept on disk until the function has dealt with the event. */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Takes up what the last process left. */
  async start(): Promise<void> {
    for await (const [id, pending] of this.#options.pending.entries()) this.#arm(id, pending);
  }

  /** Resolves when the event is safe on disk. */
  async accept(functionName: string, event: string): Promise<string> {
    const id = randomUUID();
    const pending = { functionName, event, attempts: 0, nextAt: Date.now() };
    await this.#options.pending.put(id, pending);
    this.#arm(id, pending);
    return id;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#running);
  }

  #arm(id: string, pending: PendingInvocation): void {
    if (this.#closed) return;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        const attempt = this.#attempt(id, pending)
          .catch(this.#options.onError)
          .finally(() => this.#running.delete(attempt));
        this.#running.add(attempt);
      },
      Math.max(0, pending.nextAt - Date.now()),
    );
    this.#timers.add(timer);
  }

  async #attempt(id: string, pending: PendingInvocation): Promise<void> {
    const { pending: collection, invoke, definitionOf, giveUp, retryDelaysMs = RETRY_DELAYS_MS } = this.#options;
    const definition = definitionOf(pending.functionName);
    if (definition === undefined) return collection.del(id);
    try {
      const invocation = await invoke(pending.functionName, pending.event);
      if (invocation.functionError === undefined) return await collection.del(id);
      if (this.#closed) return;
      if (pending.attempts >= definition.asyncRetries) {
        await giveUp(definition, pending, invocation);
        return await collection.del(id);
      }
      const delay = retryDelaysMs[pending.attempts] ?? retryDelaysMs.at(-1) ?? 0;
      await this.#postpone(id, { ...pending, attempts: pending.attempts + 1, nextAt: Date.now() + delay });
    } catch (error) {
      // Throttled: Lambda keeps the event and doesn't count the attempt.
      if (!(error instanceof AwsError)) throw error;
      if (!this.#closed) await this.#postpone(id, { ...pending, nextAt: Date.now() + THROTTLED_DELAY_MS });
    }
  }

  async #postpone(id: string, pending: PendingInvocation): Promise<void> {
    await this.#options.pending.put(id, pending);
    this.#arm(id, pending);
  }
}
