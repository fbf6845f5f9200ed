import type { Collection } from '../../collections.ts';
import type { Adversity } from '../adversity.ts';
import type { TableStream } from '../dynamodb/streams.ts';
import type { StreamRecord } from '../dynamodb/types.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { AwsError } from '../service.ts';
import { compileFilters, splitByPayload } from './batches.ts';
import type { StreamMappingDefinition } from './definition.ts';
import type { FailedBatch } from './failed-batch.ts';
import { afterAttempt, type Part } from './stream-part.ts';
import { WakeSignal } from './wake-signal.ts';

export interface StreamMappingOptions {
  readonly definition: StreamMappingDefinition;
  readonly stream: TableStream;
  readonly adversity?: Adversity | undefined;
  /** By mapping, the sequence number of the last record that needs no further attempt. */
  readonly checkpoints: Collection<string>;
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** Must be durable on return, because the checkpoint moves after it. */
  readonly giveUp: (failed: Omit<FailedBatch, 'functionArn'>) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** The first wait before a retry, which doubles up to a minute. */
  readonly retryDelayMs?: number;
}

const RETRY_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;

/**
 * Invokes a function with a table's changes: one batch at a time, in order, each until it succeeds or exceeds the
 * mapping's limits. The checkpoint is written after each step, so that a kill repeats a batch and loses none.
 */
export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #passes: (record: unknown) => boolean;
  readonly #signal = new WakeSignal();
  #loop: Promise<void> | undefined;
  #unsubscribe: (() => void) | undefined;
  #checkpoint: string | undefined;
  #caughtUp = false;

  constructor(options: StreamMappingOptions) {
    this.#options = options;
    this.#passes = compileFilters(options.definition);
  }

  /** Whether the last read of the stream found no new records. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  async start(): Promise<void> {
    const { checkpoints, definition, stream } = this.#options;
    this.#checkpoint = await checkpoints.get(definition.logicalId);
    if (this.#checkpoint === undefined && definition.startingPosition === 'LATEST') await this.#moveTo(stream.latest());
    this.#unsubscribe = stream.onRecord(() => this.#signal.wake());
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#signal.stop();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { stream, definition, onError } = this.#options;
    while (!this.#signal.stopped) {
      try {
        const records = await stream.read(this.#checkpoint, definition.batchSize);
        this.#caughtUp = records.length === 0;
        if (this.#caughtUp) await this.#signal.wait();
        else await this.#deliver(records);
      } catch (error) {
        // A failure of the runtime itself. The checkpoint has not moved, so the same records are read again.
        onError(error);
        await this.#signal.sleep(RETRY_DELAY_MS);
      }
    }
  }

  async #deliver(records: readonly StreamRecord[]): Promise<void> {
    const wanted = records.filter((record) => this.#passes(record));
    let parts: readonly Part[] = splitByPayload(wanted).map((batch) => ({
      records: batch,
      retries: 0,
      invocations: 0,
    }));
    while (!this.#signal.stopped) {
      const [part, ...later] = parts;
      if (part === undefined) break;
      const current = this.#withoutExpired(part);
      const left = current.records.length === 0 ? [] : await this.#attempt(current);
      parts = [...left, ...later];
    }
    if (!this.#signal.stopped) await this.#advance(records.at(-1));
  }

  /** A record is retried until it expires, https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
  #withoutExpired(part: Part): Part {
    const { stream, definition, onError } = this.#options;
    const records = part.records.filter(stream.retains);
    const lost = part.records.length - records.length;
    if (lost > 0) onError(new Error(`${definition.logicalId} lost ${lost} records, which expired before a success`));
    return { ...part, records };
  }

  /** Invokes the function with a part. Returns the parts that are still to be delivered, in order. */
  async #attempt(part: Part): Promise<readonly Part[]> {
    const { definition, invoke } = this.#options;
    let invocation: Invocation;
    try {
      invocation = await invoke({ Records: part.records });
    } catch (error) {
      // Throttled, or the runtime is closing: this does not count as an attempt.
      if (!(error instanceof AwsError)) throw error;
      await this.#backOff(part.retries);
      return [part];
    }
    // Closing terminates the function, which does not count as its failure.
    if (this.#signal.stopped && invocation.functionError !== undefined) return [part];
    const after = afterAttempt(part, invocation, definition);
    await this.#advance(part.records[after.done - 1]);
    switch (after.kind) {
      case 'finished':
        return this.#redelivered(part);
      case 'give-up':
        return this.#giveUp(after.rest, invocation);
      case 'repeat':
        if (after.wait) await this.#backOff(part.retries);
        return after.parts;
    }
  }

  /** Lambda processes records at least once: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
  #redelivered(part: Part): readonly Part[] {
    const from = this.#options.adversity?.redeliversFrom(part.records.length);
    return from === undefined ? [] : [{ ...part, records: part.records.slice(from) }];
  }

  async #giveUp({ records, invocations }: Part, last: Invocation): Promise<readonly Part[]> {
    await this.#options.giveUp({ records, invocations, last });
    await this.#advance(records.at(-1));
    return [];
  }

  async #advance(record: StreamRecord | undefined): Promise<void> {
    if (record !== undefined) await this.#moveTo(record.dynamodb.SequenceNumber);
  }

  async #moveTo(sequence: string): Promise<void> {
    const { checkpoints, definition } = this.#options;
    await checkpoints.put(definition.logicalId, sequence);
    this.#checkpoint = sequence;
  }

  async #backOff(retries: number): Promise<void> {
    const { retryDelayMs = RETRY_DELAY_MS } = this.#options;
    await this.#signal.sleep(Math.min(retryDelayMs * 2 ** retries, MAX_DELAY_MS));
  }
}
