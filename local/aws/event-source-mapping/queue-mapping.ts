import type { Invocation } from '../lambda/invocation.ts';
import { ENOUGH_FOR_CORES, STALLED_MS } from '../lambda/scaling.ts';
import { AwsError } from '../service.ts';
import type { Poller, ReceivedMessage } from '../sqs/index.ts';
import { compileFilters, reportedFailures, splitByPayload } from './batches.ts';
import type { QueueMappingDefinition } from './definition.ts';
import { WakeSignal } from './wake-signal.ts';

export interface QueueMappingOptions {
  readonly definition: QueueMappingDefinition;
  readonly poller: Poller;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** The most environments of the function that run at once. */
  readonly concurrencyLimit: number;
  /** Called for each request of the mapping that AWS bills to the account. */
  readonly onRequest: (action: 'ReceiveMessage' | 'DeleteMessageBatch') => void;
  readonly onError: (error: unknown) => void;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const DELETE_BATCH = 10;

/** Lambda starts with five pollers, https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
const DEFAULT_CONCURRENCY = 5;

/** Within a batching window, messages are received so often. */
const GATHER_MS = 25;

/**
 * Invokes a function with a queue's messages. Processed messages are deleted; failed ones stay in flight until their
 * visibility time-out, and are then received again or moved to the dead-letter queue.
 */
export class QueueMapping {
  readonly #options: QueueMappingOptions;
  readonly #passes: (record: unknown) => boolean;
  readonly #signal = new WakeSignal();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(options: QueueMappingOptions) {
    this.#options = options;
    this.#passes = compileFilters(options.definition);
  }

  /** Messages in flight belong to pollers of the last process, so they are released first. */
  async start(): Promise<void> {
    await this.#options.poller.releaseInFlight();
    this.#unsubscribe = this.#options.poller.onMessage(() => this.#signal.wake());
    this.#loop = this.#run();
  }

  /** Receives no more messages, and waits for the batches in flight. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#signal.stop();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    const { definition, concurrencyLimit, onError } = this.#options;
    const concurrency = Math.min(definition.maximumConcurrency ?? DEFAULT_CONCURRENCY, concurrencyLimit);
    while (!this.#signal.stopped) {
      if (this.#running.size >= concurrency) {
        await Promise.race(this.#running);
        continue;
      }
      if (this.#running.size >= ENOUGH_FOR_CORES && (await endsSoon(this.#running))) continue;
      const messages = await this.#gather(definition).catch(onError);
      if (!messages || messages.length === 0) {
        await this.#signal.wait();
        continue;
      }
      const batch = this.#process(messages)
        .catch(onError)
        .finally(() => this.#running.delete(batch));
      this.#running.add(batch);
    }
  }

  /** A batch: full, or what there is when the batching window ends. */
  async #gather({ batchSize, batchingWindowSeconds = 0 }: QueueMappingDefinition): Promise<ReceivedMessage[]> {
    const messages = [...(await this.#receive(batchSize))];
    const until = performance.now() + batchingWindowSeconds * 1000;
    const isOpen = () => messages.length < batchSize && performance.now() < until && !this.#signal.stopped;
    while (messages.length > 0 && isOpen()) {
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      messages.push(...(await this.#receive(batchSize - messages.length)));
    }
    return messages;
  }

  async #receive(max: number): Promise<readonly ReceivedMessage[]> {
    const messages = await this.#options.poller.receive(max);
    if (messages.length > 0) this.#options.onRequest('ReceiveMessage');
    return messages;
  }

  async #process(messages: readonly ReceivedMessage[]): Promise<void> {
    const { filters } = this.#options.definition;
    const wanted = filters.length === 0 ? messages : messages.filter((message) => this.#passes(filterable(message)));
    // Lambda deletes the messages that its filter excludes.
    await this.#delete(messages.filter((message) => !wanted.includes(message)));
    for (const batch of splitByPayload(wanted)) await this.#delete(await this.#invoke(batch));
  }

  /** Invokes the function. Returns the messages that it has processed. */
  async #invoke(batch: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const invocation = await this.#options.invoke({ Records: batch }).catch(undefinedIfThrottled);
    if (invocation === undefined || invocation.functionError !== undefined) return [];
    if (!this.#options.definition.reportsItemFailures) return batch;
    const failed = reportedFailures(invocation.payload);
    // Lambda fails the whole batch when a reported id isn't in it.
    if (failed === undefined || failed.some((id) => !batch.some(({ messageId }) => messageId === id))) return [];
    return batch.filter(({ messageId }) => !failed.includes(messageId));
  }

  async #delete(messages: readonly ReceivedMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += DELETE_BATCH) {
      this.#options.onRequest('DeleteMessageBatch');
      const handles = messages.slice(start, start + DELETE_BATCH).map(({ receiptHandle }) => receiptHandle);
      await this.#options.poller.delete(handles);
    }
  }
}

/** Whether one of the batches ends before they count as stalled. */
async function endsSoon(batches: Iterable<Promise<void>>): Promise<boolean> {
  const stalled = Promise.withResolvers<boolean>();
  const timer = setTimeout(stalled.resolve, STALLED_MS, false);
  const ended = await Promise.race([stalled.promise, ...[...batches].map((batch) => batch.then(() => true))]);
  clearTimeout(timer);
  return ended;
}

/** A throttled batch waits for its visibility time-out like a failed one. */
function undefinedIfThrottled(error: unknown): undefined {
  if (!(error instanceof AwsError && error.status === 429)) throw error;
}

/** Filters match a JSON body as an object. */
function filterable(message: ReceivedMessage): unknown {
  try {
    return { ...message, body: JSON.parse(message.body) };
  } catch {
    return message;
  }
}
