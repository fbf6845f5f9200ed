import { type Database, indexPrefix, itemPrefix, within } from './database.ts';
import { pageBytes, shortIndexKey } from './dynalite.ts';
import type { Checked, ItemStore, KeyRange } from './dynalite-types.ts';
import { indexKey } from './index-entries.ts';
import { itemSize } from './item.ts';
import type { Snapshot } from './old-states.ts';
import type { Item, TableDescription, Tables } from './types.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
const MAX_PAGE_BYTES = 1024 * 1024;
/** What a hop to LevelDB's thread reads. */
const CHUNK = { items: 1_000, bytes: 256 * 1024 };

/**
 * Reads what is durable, from a snapshot if there is one, and records the sizes for the consumed capacity. Without a
 * snapshot, each item and each page is of one state, but two of them may have a commit in between.
 */
export class Reader implements ItemStore {
  readonly tables: Tables;
  /** Bytes of each item that was read by key; 0 for an item that does not exist. */
  readonly got: { readonly table: string; readonly bytes: number }[] = [];
  /** Bytes of the items on a page. */
  scanned = 0;
  readonly #database: Database;
  readonly #snapshot: Snapshot | undefined;

  constructor(database: Database, tables: Tables, snapshot?: Snapshot) {
    this.tables = tables;
    this.#database = database;
    this.#snapshot = snapshot;
  }

  get(table: string, key: string): Item | undefined {
    const item = this.#database.getSync<string, Item>(itemPrefix(table) + key, { snapshot: this.#snapshot });
    this.got.push({ table, bytes: item ? itemSize(item) : 0 });
    return item;
  }

  write(): never {
    throw new Error('a reader does not write');
  }

  /** The items that a Query or Scan reads before its filter; `isFull` when it stops at a limit. */
  async page(data: Checked, range: KeyRange): Promise<{ readonly items: readonly Item[]; readonly isFull: boolean }> {
    const table = this.tables.get(data.TableName)?.description;
    if (table === undefined) throw new Error(`there is no table ${data.TableName}`);
    const limit = typeof data.Limit === 'number' ? data.Limit : Infinity;
    const values = this.#database.values<string, Item>({
      ...within(...this.#range(data, table, range)),
      snapshot: this.#snapshot,
      highWaterMarkBytes: CHUNK.bytes,
    });
    const items: Item[] = [];
    let bytes = 0;
    try {
      for (;;) {
        const chunk = await values.nextv(Math.min(limit - items.length, CHUNK.items));
        if (chunk.length === 0) return { items, isFull: false };
        for (const item of chunk) {
          items.push(item);
          this.scanned += itemSize(item);
          bytes += pageBytes(item, table);
          if (items.length >= limit || bytes >= MAX_PAGE_BYTES) return { items, isFull: true };
        }
      }
    } finally {
      await values.close();
    }
  }

  #range(data: Checked, table: TableDescription, range: KeyRange): [prefix: string, range: KeyRange] {
    const { TableName, IndexName, ExclusiveStartKey: start } = data;
    if (IndexName === undefined) return [itemPrefix(TableName), range];
    const index = table.GlobalSecondaryIndexes?.find((each) => each.IndexName === IndexName);
    const prefix = indexPrefix(TableName, IndexName);
    if (index === undefined || start === undefined) return [prefix, range];
    // dynalite's range starts at its short index key; entries have the full key.
    const short = shortIndexKey(start, table, index.KeySchema);
    const full = indexKey(start, table, index);
    return [prefix, { ...range, ...(range.gt === short && { gt: full }), ...(range.lt === short && { lt: full }) }];
  }
}
