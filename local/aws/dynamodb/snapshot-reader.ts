import { type Database, indexPrefix, itemPrefix, within } from './database.ts';
import { type ItemStore, type KeyRange, shortIndexKey } from './dynalite.ts';
import { indexKey } from './index-entries.ts';
import { itemSize } from './item.ts';
import type { Tables } from './tables.ts';
import type { Item, TableDescription } from './types.ts';

/** Reads the state as it was when the reader was made: never half of a batch. Remembers what was read, for the bill. */
export class SnapshotReader implements ItemStore {
  /** Bytes of each item got, by table; nothing found counts as 0. */
  readonly got: { readonly table: string; readonly bytes: number }[] = [];
  /** Bytes of each item that a Query or Scan went over, in order, including some beyond its page. */
  readonly scanned: number[] = [];
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #snapshot: ReturnType<Database['snapshot']>;
  /** Where a Query or Scan of an index goes on. */
  startKey: Item | undefined;

  constructor(database: Database, tables: Tables) {
    this.#database = database;
    this.#tables = tables;
    this.#snapshot = database.snapshot();
  }

  table(name: string): TableDescription | undefined {
    return this.#tables.description(name);
  }

  tableNames(): readonly string[] {
    return this.#tables.names();
  }

  async get(table: string, key: string): Promise<Item | undefined> {
    const item = await this.#database.get<string, Item>(itemPrefix(table) + key, {
      valueEncoding: 'json',
      snapshot: this.#snapshot,
    });
    this.got.push({ table, bytes: item ? itemSize(item) : 0 });
    return item;
  }

  put(): never {
    throw new Error('A reader does not write.');
  }

  delete(): never {
    throw new Error('A reader does not write.');
  }

  async *values(table: string, index: string | undefined, range: KeyRange): AsyncGenerator<Item> {
    const options = {
      ...(index === undefined
        ? within(itemPrefix(table), range)
        : within(indexPrefix(table, index), this.#withFullStartKey(table, index, range))),
      valueEncoding: 'json',
      snapshot: this.#snapshot,
    };
    for await (const item of this.#database.values<string, Item>(options)) {
      this.scanned.push(itemSize(item));
      yield item;
    }
  }

  close(): Promise<void> {
    return this.#snapshot.close();
  }

  /** dynalite starts after its own short index key; entries are kept under longer ones. */
  #withFullStartKey(tableName: string, indexName: string, range: KeyRange): KeyRange {
    const table = this.table(tableName);
    const index = table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === indexName);
    const start = this.startKey;
    if (table === undefined || index === undefined || start === undefined) return range;
    const short = shortIndexKey(start, table, index.KeySchema);
    const full = indexKey(start, table, index);
    return {
      ...range,
      ...(range.gt === short && { gt: full }),
      ...(range.lt === short && { lt: full }),
    };
  }
}
