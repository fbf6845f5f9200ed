import type { StreamMappingDefinition } from '../../template.ts';
import type { TableStream } from '../dynamodb/streams.ts';
import type { StreamRecord } from '../dynamodb/types.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { AwsError } from '../service.ts';
import type { Collection } from '../state.ts';
import { compileFilters, reportedFailures, splitByPayload } from './batches.ts';
import type { FailedBatch } from './failed-batch.ts';
import { Pause } from './pause.ts';

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

/** Records that are delivered together, and how often that was tried. */
interface Part {
  readonly records: readonly StreamRecord[];
  readonly retries: number;
  readonly invocations: number;
}

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
    this.#passes = compileFilters(options.definition.filters);
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
    let parts: Part[] = splitByPayload(wanted).map((batch) => ({ records: batch, retries: 0, invocations: 0 }));
    for (let part = parts.shift(); part !== undefined && !this.#pause.stopped; part = parts.shift()) {
      parts = [...(await this.#attempt(part)), ...parts];
    }
    if (!this.#pause.stopped) await this.#advance(records.at(-1));
  }

  /** Tries a part; answers what of it is still to do, in order. */
  async #attempt(part: Part): Promise<Part[]> {
    const { definition, invoke, giveUp } = this.#options;
    if (this.#tooOld(part)) {
      await giveUp({ records: part.records, condition: 'RecordAgeExceeded', invocations: part.invocations });
      await this.#advance(part.records.at(-1));
      return [];
    }
    let invocation: Invocation;
    try {
      invocation = await invoke({ Records: part.records });
    } catch (error) {
      // Throttled, or the node is closing: no attempt.
      if (!(error instanceof AwsError)) throw error;
      await this.#backOff(part.retries);
      return [part];
    }
    const done = this.#doneBy(invocation, part.records);
    await this.#advance(part.records[done - 1]);
    const rest = { ...part, records: part.records.slice(done), invocations: part.invocations + 1 };
    if (rest.records.length === 0) return [];
    if (definition.bisectOnError && rest.records.length > 1) return done > 0 ? [rest] : halves(rest);
    if (definition.maximumRetries >= 0 && rest.retries >= definition.maximumRetries) {
      const { records, invocations } = rest;
      await giveUp({ records, condition: 'RetryAttemptsExhausted', invocations, last: invocation });
      await this.#advance(records.at(-1));
      return [];
    }
    await this.#backOff(rest.retries);
    return [{ ...rest, retries: rest.retries + 1 }];
  }

  /** How many records, from the first, need no further attempt. */
  #doneBy({ payload, functionError }: Invocation, records: readonly StreamRecord[]): number {
    if (functionError !== undefined) return 0;
    if (!this.#options.definition.reportsItemFailures) return records.length;
    const failed = reportedFailures(payload);
    if (failed === undefined) return 0;
    if (failed.length === 0) return records.length;
    const positions = failed.map((id) => records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id));
    // An unknown sequence number counts as the first: the whole batch failed.
    return Math.max(0, Math.min(...positions));
  }

  #tooOld({ records }: Part): boolean {
    const { maximumAgeSeconds } = this.#options.definition;
    const created = records[0]?.dynamodb.ApproximateCreationDateTime ?? 0;
    return maximumAgeSeconds >= 0 && Date.now() / 1000 - created > maximumAgeSeconds;
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

/** Splitting is no retry, so the count stays. */
function halves(part: Part): Part[] {
  const middle = Math.ceil(part.records.length / 2);
  return [part.records.slice(0, middle), part.records.slice(middle)].map((records) => ({ ...part, records }));
}
