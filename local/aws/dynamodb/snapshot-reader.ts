import { type Database, indexPrefix, itemPrefix, within } from './database.ts';
import { shortIndexKey } from './dynalite.ts';
import type { ItemStore, KeyRange } from './dynalite-types.ts';
import { indexKey } from './index-entries.ts';
import { itemSize } from './item.ts';
import type { Snapshot } from './old-states.ts';
import type { Item, Tables } from './types.ts';

/**
 * Reads from a snapshot of the database, never half of a batch, and records the sizes for the consumed capacity: from
 * the given one, or from one of its own.
 */
export class SnapshotReader implements ItemStore {
  readonly tables: Tables;
  /** Bytes of each item that was read by key; 0 for an item that does not exist. */
  readonly got: { readonly table: string; readonly bytes: number }[] = [];
  /** Bytes of each item that a Query or Scan read, in order; some lie beyond the page. */
  readonly scanned: number[] = [];
  /** `ExclusiveStartKey` of a Query or Scan. */
  startKey: Item | undefined;
  readonly #database: Database;
  readonly #own: Snapshot | undefined;
  readonly #snapshot: Snapshot;

  constructor(database: Database, tables: Tables, snapshot?: Snapshot) {
    this.tables = tables;
    this.#database = database;
    this.#snapshot = snapshot ?? database.snapshot();
    this.#own = snapshot === undefined ? this.#snapshot : undefined;
  }

  async get(table: string, key: string): Promise<Item | undefined> {
    const item = await this.#database.get<string, Item>(itemPrefix(table) + key, { snapshot: this.#snapshot });
    this.got.push({ table, bytes: item ? itemSize(item) : 0 });
    return item;
  }

  write(): never {
    throw new Error('a reader does not write');
  }

  async *values(table: string, index: string | undefined, range: KeyRange): AsyncGenerator<Item> {
    const options = {
      ...(index === undefined
        ? within(itemPrefix(table), range)
        : within(indexPrefix(table, index), this.#withFullStartKey(table, index, range))),
      snapshot: this.#snapshot,
    };
    for await (const item of this.#database.values<string, Item>(options)) {
      this.scanned.push(itemSize(item));
      yield item;
    }
  }

  async close(): Promise<void> {
    await this.#own?.close();
  }

  /** dynalite's range starts at its short index key; entries have the full key. */
  #withFullStartKey(tableName: string, indexName: string, range: KeyRange): KeyRange {
    const table = this.tables.get(tableName)?.description;
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
