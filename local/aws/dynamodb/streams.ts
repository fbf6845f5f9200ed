import { randomUUID } from 'node:crypto';
import type { Clock } from '../service.ts';
import { type Database, type Operation, streamPrefix, within } from './database.ts';
import { itemSize, pick, sameItem } from './item.ts';
import type { Tables } from './tables.ts';
import type { Change, StreamRecord } from './types.ts';

const SEQUENCE_KEY = 'stream-sequence';
const SEQUENCE_DIGITS = 21;

/** Who changed an item, when it was not a caller. */
export type UserIdentity = NonNullable<StreamRecord['userIdentity']>;

/** The stream of one table, for its event source mapping. */
export interface TableStream {
  /** Records after a sequence number, or from the oldest that is kept, in the order of the writes. */
  read(afterSequence: string | undefined, limit: number): Promise<StreamRecord[]>;
  /** Calls back after new records are durable; a nudge without data. Returns the way to stop it. */
  onRecord(listener: () => void): () => void;
  /** Forgets the records written before a moment. AWS does so after 24 hours. */
  trim(beforeMs: number): Promise<void>;
}

/** Makes the records of a commit, and reads them back. */
export class Streams {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #region: string;
  readonly #clock: Clock;
  readonly #listeners = new Map<string, Set<() => void>>();
  #sequence: number;

  private constructor(database: Database, tables: Tables, region: string, clock: Clock, sequence: number) {
    this.#database = database;
    this.#tables = tables;
    this.#region = region;
    this.#clock = clock;
    this.#sequence = sequence;
  }

  static async open(database: Database, tables: Tables, region: string, clock: Clock): Promise<Streams> {
    const sequence = await database.get<string, number>(SEQUENCE_KEY, { valueEncoding: 'json' });
    return new Streams(database, tables, region, clock, sequence ?? 0);
  }

  /** The operations that add the records of these changes; none for what did not change. */
  operations(changes: readonly Change[], userIdentity?: UserIdentity): Operation[] {
    const operations: Operation[] = [];
    for (const change of changes) {
      const arn = this.#tables.definition(change.table.TableName)?.streamArn;
      if (arn === undefined || sameItem(change.before, change.after)) continue;
      const record = this.#record(change, arn, userIdentity);
      const key = streamPrefix(change.table.TableName) + record.dynamodb.SequenceNumber;
      operations.push({ type: 'put', key, value: record });
    }
    if (operations.length > 0) operations.push({ type: 'put', key: SEQUENCE_KEY, value: this.#sequence });
    return operations;
  }

  /** Tells the listeners of the tables that changed. */
  notify(changes: readonly Change[]): void {
    for (const table of new Set(changes.map((change) => change.table.TableName))) {
      // On their own turn: a failing listener must not fail a write that is already durable.
      for (const listener of this.#listeners.get(table) ?? []) queueMicrotask(listener);
    }
  }

  of(table: string): TableStream {
    return {
      read: (afterSequence, limit) => this.#read(table, afterSequence, limit),
      onRecord: (listener) => {
        const listeners = this.#listeners.get(table) ?? new Set();
        this.#listeners.set(table, listeners.add(listener));
        return () => listeners.delete(listener);
      },
      trim: (beforeMs) => this.#trim(table, beforeMs),
    };
  }

  #record({ table, before, after }: Change, eventSourceARN: string, userIdentity?: UserIdentity): StreamRecord {
    const names = table.KeySchema.map(({ AttributeName }) => AttributeName);
    const Keys = pick(after ?? before ?? {}, names);
    this.#sequence += 1;
    return {
      eventID: randomUUID().replaceAll('-', ''),
      eventName: before === undefined ? 'INSERT' : after === undefined ? 'REMOVE' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.#region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(this.#clock() / 1000),
        Keys,
        ...(after && { NewImage: after }),
        ...(before && { OldImage: before }),
        SequenceNumber: String(this.#sequence).padStart(SEQUENCE_DIGITS, '0'),
        SizeBytes: [Keys, before ?? {}, after ?? {}].reduce((sum, item) => sum + itemSize(item), 0),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN,
      ...(userIdentity && { userIdentity }),
    };
  }

  #read(table: string, afterSequence: string | undefined, limit: number): Promise<StreamRecord[]> {
    const range = within(streamPrefix(table), { limit, ...(afterSequence && { gt: afterSequence }) });
    return this.#database.values<string, StreamRecord>({ ...range, valueEncoding: 'json' }).all();
  }

  async #trim(table: string, beforeMs: number): Promise<void> {
    const expired: Operation[] = [];
    const records = this.#database.iterator<string, StreamRecord>({
      ...within(streamPrefix(table)),
      valueEncoding: 'json',
    });
    for await (const [key, record] of records) {
      if (record.dynamodb.ApproximateCreationDateTime * 1000 >= beforeMs) break;
      expired.push({ type: 'del', key });
    }
    await this.#database.batch(expired);
  }
}
