import { randomUUID } from 'node:crypto';
import { orStop } from '../../fail-stop.ts';
import type { Clock } from '../service.ts';
import { type Database, type Operation, streamPrefix, within } from './database.ts';
import { itemSize, pick, sameItem } from './item.ts';
import type { Change, StreamRecord, Tables } from './types.ts';

const SEQUENCE_KEY = 'stream-sequence';
const SEQUENCE_DIGITS = 21;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION_MS = 24 * 3_600_000;

export type UserIdentity = StreamRecord['userIdentity'];

/** The stream of one table, for its event source mappings. */
export interface TableStream {
  /**
   * Reads records in the order of the writes, from the oldest, or from the one after a sequence number. Skips those that
   * the stream no longer retains.
   */
  read(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls `listener` when new records are durable, until the returned function is called. */
  onRecord(listener: () => void): () => void;
  /** The position after the last durable record, as a sequence number. */
  latest(): string;
  /** A stream loses a record after 24 hours, whether it was read or not. */
  retains(record: StreamRecord): boolean;
  /** Deletes the records that the stream no longer retains. */
  trim(): Promise<void>;
}

export interface Streams {
  /** The writes that add the stream records of the changes; a write that changes nothing adds none. */
  operations(changes: readonly Change[], userIdentity?: UserIdentity): Operation[];
  /** The write of the last sequence number, if it has changed; the last operation of each batch. */
  position(): Operation[];
  /** Calls the listeners of the tables that changed, when the batch is durable. */
  notify(changes: readonly Change[]): void;
  of(table: string): TableStream;
}

export async function openStreams(database: Database, tables: Tables, region: string, clock: Clock): Promise<Streams> {
  const listeners = new Map<string, Set<() => void>>();
  let sequence = (await database.get<string, number>(SEQUENCE_KEY, {})) ?? 0;
  /** The last sequence number of the batch that is being written, and of those before it. */
  let [written, durable] = [sequence, sequence];

  const formatted = (number: number): string => String(number).padStart(SEQUENCE_DIGITS, '0');
  const retains = ({ dynamodb }: StreamRecord): boolean =>
    dynamodb.ApproximateCreationDateTime * 1000 > clock() - RETENTION_MS;

  function recordOf({ table, before, after }: Change, arn: string, userIdentity: UserIdentity): StreamRecord {
    const Keys = pick(
      after ?? before ?? {},
      table.KeySchema.map(({ AttributeName }) => AttributeName),
    );
    sequence += 1;
    return {
      eventID: randomUUID().replaceAll('-', ''),
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(clock() / 1000),
        Keys,
        NewImage: after,
        OldImage: before,
        SequenceNumber: formatted(sequence),
        SizeBytes: itemSize(Keys) + itemSize(before ?? {}) + itemSize(after ?? {}),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: arn,
      userIdentity,
    };
  }

  async function read(table: string, afterSequence: string | undefined, limit: number): Promise<StreamRecord[]> {
    const range = afterSequence === undefined ? { limit } : { limit, gt: afterSequence };
    const records = await database.values<string, StreamRecord>(within(streamPrefix(table), range)).all();
    const retained = records.filter(retains);
    if (retained.length > 0 || records.length === 0) return retained;
    return read(table, records.at(-1)?.dynamodb.SequenceNumber, limit);
  }

  async function trim(table: string): Promise<void> {
    const expired: Operation[] = [];
    const records = database.iterator<string, StreamRecord>(within(streamPrefix(table)));
    for await (const [key, record] of records) {
      if (retains(record)) break;
      expired.push({ type: 'del', key });
    }
    await orStop(database.batch(expired));
  }

  return {
    operations: (changes, userIdentity) => {
      const operations: Operation[] = [];
      for (const change of changes) {
        const arn = tables.get(change.table.TableName)?.definition.streamArn;
        if (arn === undefined || sameItem(change.before, change.after)) continue;
        const record = recordOf(change, arn, userIdentity);
        const key = streamPrefix(change.table.TableName) + record.dynamodb.SequenceNumber;
        operations.push({ type: 'put', key, value: record });
      }
      return operations;
    },
    position: () => {
      if (written === sequence) return [];
      written = sequence;
      return [{ type: 'put', key: SEQUENCE_KEY, value: sequence }];
    },
    notify: (changes) => {
      durable = written;
      for (const table of new Set(changes.map((change) => change.table.TableName))) {
        // Each in its own microtask: a listener that throws must not fail a write that is durable already.
        for (const listener of listeners.get(table) ?? []) queueMicrotask(listener);
      }
    },
    of: (table) => ({
      read: (afterSequence, limit) => read(table, afterSequence, limit),
      latest: () => formatted(durable),
      retains,
      onRecord: (listener) => {
        const ofTable = listeners.get(table) ?? new Set();
        listeners.set(table, ofTable.add(listener));
        return () => ofTable.delete(listener);
      },
      trim: () => trim(table),
    }),
  };
}
