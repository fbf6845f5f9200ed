import type { Invocation } from '../lambda/invocation.ts';
import { AwsError } from '../service.ts';
import type { Poller, ReceivedMessage } from '../sqs/index.ts';
import { compileFilters, reportedFailures, splitByPayload } from './batches.ts';
import type { QueueMappingDefinition } from './definition.ts';
import { Pause } from './wake-signal.ts';

export interface QueueMappingOptions {
  readonly definition: QueueMappingDefinition;
  readonly poller: Poller;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Batches in flight when the mapping sets no maximum. */
  readonly defaultConcurrency: number;
  /** Told of each request that the mapping makes, which AWS bills to the account. */
  readonly onRequest: (action: 'ReceiveMessage' | 'DeleteMessageBatch') => void;
  readonly onError: (error: unknown) => void;
}

/** SQS deletes ten messages a request. */
const DELETE_BATCH = 10;

/**
 * Hands a queue's messages to a function. What the function has dealt with is deleted; what it hasn't stays in flight
 * until its visibility timeout, and then comes again or goes to the dead-letter queue.
 */
export class QueueMapping {
  readonly #options: QueueMappingOptions;
  readonly #passes: (record: unknown) => boolean;
  readonly #pause = new Pause();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> | undefined;
  #unlisten: (() => void) | undefined;

  constructor(options: QueueMappingOptions) {
    this.#options = options;
    this.#passes = compileFilters(options.definition);
  }

  /** Messages that were in flight belong to pollers of the last process, which are dead. */
  async start(): Promise<void> {
    await this.#options.poller.releaseInFlight();
    this.#unlisten = this.#options.poller.onMessage(() => this.#pause.nudge());
    this.#loop = this.#run();
  }

  /** Takes no more messages, and waits for the batches in flight. */
  async stop(): Promise<void> {
    this.#unlisten?.();
    this.#pause.stop();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #run(): Promise<void> {
    const { definition, defaultConcurrency, onError } = this.#options;
    const concurrency = Math.min(definition.maximumConcurrency ?? defaultConcurrency, defaultConcurrency);
    while (!this.#pause.stopped) {
      if (this.#running.size >= concurrency) {
        await Promise.race(this.#running);
        continue;
      }
      const messages = await this.#collect().catch(onError);
      if (!messages || messages.length === 0) {
        await this.#pause.untilNudged();
        continue;
      }
      const batch = this.#process(messages)
        .catch(onError)
        .finally(() => this.#running.delete(batch));
      this.#running.add(batch);
    }
  }

  /** What is there now; with a batching window, whatever comes until the batch is full or the window over. */
  async #collect(): Promise<ReceivedMessage[]> {
    const { batchSize, batchWindowSeconds } = this.#options.definition;
    const messages = await this.#receive(batchSize);
    const end = performance.now() + batchWindowSeconds * 1000;
    while (messages.length > 0 && messages.length < batchSize && performance.now() < end && !this.#pause.stopped) {
      await this.#pause.untilNudged(end - performance.now());
      messages.push(...(await this.#receive(batchSize - messages.length)));
    }
    return messages;
  }

  async #receive(max: number): Promise<ReceivedMessage[]> {
    const messages = await this.#options.poller.receive(max);
    if (messages.length > 0) this.#options.onRequest('ReceiveMessage');
    return messages;
  }

  async #process(messages: readonly ReceivedMessage[]): Promise<void> {
    const wanted = messages.filter((message) => this.#passes(filterable(message)));
    // What the filter keeps out is deleted, as Lambda does it.
    await this.#delete(messages.filter((message) => !wanted.includes(message)));
    for (const batch of splitByPayload(wanted)) await this.#delete(await this.#handled(batch));
  }

  /** The messages of a batch that the function has dealt with. */
  async #handled(batch: readonly ReceivedMessage[]): Promise<readonly ReceivedMessage[]> {
    const invocation = await this.#options.invoke({ Records: batch }).catch(unlessThrottled);
    if (invocation === undefined || invocation.functionError !== undefined) return [];
    const { payload } = invocation;
    if (!this.#options.definition.reportsItemFailures) return batch;
    const failed = reportedFailures(payload);
    // A failure that names no message of the batch is a defect of the function: nothing is deleted then.
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

/** A throttled batch waits for its visibility timeout like a failed one. */
function unlessThrottled(error: unknown): undefined {
  if (!(error instanceof AwsError && error.status === 429)) throw error;
}

/** Filters see a body as JSON when it is JSON. */
function filterable(message: ReceivedMessage): unknown {
  try {
    return { ...message, body: JSON.parse(message.body) };
  } catch {
    return message;
  }
}
