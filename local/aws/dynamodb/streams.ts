import { randomUUID } from 'node:crypto';
import { orStop } from '../../fail-stop.ts';
import type { Clock } from '../service.ts';
import { type Database, type Operation, streamPrefix, within } from './database.ts';
import { itemSize, pick, sameItem } from './item.ts';
import type { Change, StreamRecord, Tables } from './types.ts';

const SEQUENCE_KEY = 'stream-sequence';
const SEQUENCE_DIGITS = 21;

export type UserIdentity = StreamRecord['userIdentity'];

/** The stream of one table, for its event source mappings. */
export interface TableStream {
  /** Reads records in the order of the writes, from the oldest, or from the one after a sequence number. */
  read(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls `listener` when new records are durable, until the returned function is called. */
  onRecord(listener: () => void): () => void;
  /** Deletes the records written before `beforeMs`. AWS does so after 24 hours. */
  trim(beforeMs: number): Promise<void>;
}

export interface Streams {
  /** The writes that add the stream records of the changes; a write that changes nothing adds none. */
  operations(changes: readonly Change[], userIdentity?: UserIdentity): Operation[];
  /** Calls the listeners of the tables that changed. */
  notify(changes: readonly Change[]): void;
  of(table: string): TableStream;
}

export async function openStreams(database: Database, tables: Tables, region: string, clock: Clock): Promise<Streams> {
  const listeners = new Map<string, Set<() => void>>();
  let sequence = (await database.get<string, number>(SEQUENCE_KEY, {})) ?? 0;

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
        SequenceNumber: String(sequence).padStart(SEQUENCE_DIGITS, '0'),
        SizeBytes: itemSize(Keys) + itemSize(before ?? {}) + itemSize(after ?? {}),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: arn,
      userIdentity,
    };
  }

  async function trim(table: string, beforeMs: number): Promise<void> {
    const expired: Operation[] = [];
    const records = database.iterator<string, StreamRecord>(within(streamPrefix(table)));
    for await (const [key, record] of records) {
      if (record.dynamodb.ApproximateCreationDateTime * 1000 >= beforeMs) break;
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
      if (operations.length > 0) operations.push({ type: 'put', key: SEQUENCE_KEY, value: sequence });
      return operations;
    },
    notify: (changes) => {
      for (const table of new Set(changes.map((change) => change.table.TableName))) {
        // Each in its own microtask: a listener that throws must not fail a write that is durable already.
        for (const listener of listeners.get(table) ?? []) queueMicrotask(listener);
      }
    },
    of: (table) => ({
      read: (afterSequence, limit) => {
        const range = afterSequence === undefined ? { limit } : { limit, gt: afterSequence };
        return database.values<string, StreamRecord>(within(streamPrefix(table), range)).all();
      },
      onRecord: (listener) => {
        const ofTable = listeners.get(table) ?? new Set();
        listeners.set(table, ofTable.add(listener));
        return () => ofTable.delete(listener);
      },
      trim: (beforeMs) => trim(table, beforeMs),
    }),
  };
}
