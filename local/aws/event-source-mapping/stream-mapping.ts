import type { TableStream } from '../dynamodb/streams.ts';
import type { StreamRecord } from '../dynamodb/types.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { AwsError } from '../service.ts';
import type { Collection } from '../state.ts';
import { compileFilters, splitByPayload } from './batches.ts';
import type { StreamMappingDefinition } from './definition.ts';
import type { FailedBatch } from './failed-batch.ts';
import { afterAttempt, isTooOld, type Part } from './stream-part.ts';
import { Pause } from './wake-signal.ts';

export interface StreamMappingOptions {
  readonly definition: StreamMappingDefinition;
  readonly stream: TableStream;
  /** Sequence number of the last record that is done with, by mapping. */
  readonly checkpoints: Collection<string>;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Durable on return: the checkpoint moves on after it. */
  readonly giveUp: (failed: Omit<FailedBatch, 'functionArn'>) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** First wait before a retry; doubles up to a minute. */
  readonly retryDelayMs?: number;
}

const RETRY_DELAY_MS = 500;
const LONGEST_DELAY_MS = 60_000;

/**
 * Hands a table's changes to a function: one batch at a time, in order, each until it succeeds or the mapping's limits
 * give it up. The checkpoint is kept on disk after each step, so that a kill repeats a batch and loses none.
 */
export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #passes: (record: unknown) => boolean;
  readonly #pause = new Pause();
  #loop: Promise<void> | undefined;
  #unlisten: (() => void) | undefined;
  #checkpoint: string | undefined;
  #caughtUp = false;

  constructor(options: StreamMappingOptions) {
    this.#options = options;
    this.#passes = compileFilters(options.definition);
  }

  /** Whether the function has seen everything that was in the stream at the last look. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  async start(): Promise<void> {
    const { checkpoints, definition, stream } = this.#options;
    this.#checkpoint = await checkpoints.get(definition.logicalId);
    this.#unlisten = stream.onRecord(() => this.#pause.nudge());
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#unlisten?.();
    this.#pause.stop();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#pause.stopped) {
      try {
        const records = await this.#collect();
        this.#caughtUp = records.length === 0;
        if (this.#caughtUp) await this.#pause.untilNudged();
        else await this.#deliver(records);
      } catch (error) {
        // Neither the function's failure nor a limit: the checkpoint stands, so the same records come again.
        this.#options.onError(error);
        await this.#pause.sleep(RETRY_DELAY_MS);
      }
    }
  }

  async #collect(): Promise<readonly StreamRecord[]> {
    const { stream, definition } = this.#options;
    const { batchSize, batchWindowSeconds } = definition;
    let records = await stream.read(this.#checkpoint, batchSize);
    const end = performance.now() + batchWindowSeconds * 1000;
    while (records.length > 0 && records.length < batchSize && performance.now() < end && !this.#pause.stopped) {
      await this.#pause.untilNudged(end - performance.now());
      records = await stream.read(this.#checkpoint, batchSize);
    }
    return records;
  }

  async #deliver(records: readonly StreamRecord[]): Promise<void> {
    const wanted = records.filter((record) => this.#passes(record));
    let parts: readonly Part[] = splitByPayload(wanted).map((batch) => ({
      records: batch,
      retries: 0,
      invocations: 0,
    }));
    while (!this.#pause.stopped) {
      const [part, ...later] = parts;
      if (part === undefined) break;
      parts = [...(await this.#attempt(part)), ...later];
    }
    if (!this.#pause.stopped) await this.#advance(records.at(-1));
  }

  /** Tries a part; answers what of it is still to do, in order. */
  async #attempt(part: Part): Promise<readonly Part[]> {
    const { definition, invoke } = this.#options;
    if (isTooOld(part, definition, Date.now())) return this.#giveUp(part, 'RecordAgeExceeded');
    let invocation: Invocation;
    try {
      invocation = await invoke({ Records: part.records });
    } catch (error) {
      // Throttled, or the node is closing: no attempt.
      if (!(error instanceof AwsError)) throw error;
      await this.#backOff(part.retries);
      return [part];
    }
    // Killed because the node closes: that is no failure of the function.
    if (this.#pause.stopped && invocation.functionError !== undefined) return [part];
    const after = afterAttempt(part, invocation, definition);
    await this.#advance(part.records[after.done - 1]);
    switch (after.kind) {
      case 'finished':
        return [];
      case 'give-up':
        return this.#giveUp(after.rest, 'RetryAttemptsExhausted', invocation);
      case 'repeat':
        if (after.wait) await this.#backOff(part.retries);
        return after.parts;
    }
  }

  async #giveUp(
    { records, invocations }: Part,
    condition: FailedBatch['condition'],
    last?: Invocation,
  ): Promise<readonly Part[]> {
    await this.#options.giveUp({ records, condition, invocations, ...(last && { last }) });
    await this.#advance(records.at(-1));
    return [];
  }

  async #advance(record: StreamRecord | undefined): Promise<void> {
    if (record === undefined) return;
    const { checkpoints, definition } = this.#options;
    await checkpoints.put(definition.logicalId, record.dynamodb.SequenceNumber);
    this.#checkpoint = record.dynamodb.SequenceNumber;
  }

  async #backOff(retries: number): Promise<void> {
    const { retryDelayMs = RETRY_DELAY_MS } = this.#options;
    await this.#pause.sleep(Math.min(retryDelayMs * 2 ** retries, LONGEST_DELAY_MS));
  }
}
