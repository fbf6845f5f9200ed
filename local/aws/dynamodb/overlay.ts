import { type Database, itemPrefix } from './database.ts';
import type { ItemStore } from './dynalite.ts';
import type { Tables } from './tables.ts';
import type { Change, Item, TableDescription } from './types.ts';

/** Reads through to the database and keeps writes aside, so that they can be committed in one batch, or forgotten. */
export class Overlay implements ItemStore {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #read = new Map<string, Item | undefined>();
  readonly #changes = new Map<string, Change>();

  constructor(database: Database, tables: Tables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** The writes so far, in order. */
  changes(): readonly Change[] {
    return [...this.#changes.values()];
  }

  change(table: string, key: string): Change | undefined {
    return this.#changes.get(itemPrefix(table) + key);
  }

  /** The item as an action found it. */
  found(table: string, key: string): Item | undefined {
    return this.#read.get(itemPrefix(table) + key);
  }

  table(name: string): TableDescription | undefined {
    return this.#tables.description(name);
  }

  tableNames(): readonly string[] {
    return this.#tables.names();
  }

  async get(table: string, key: string): Promise<Item | undefined> {
    const fullKey = itemPrefix(table) + key;
    const change = this.#changes.get(fullKey);
    if (change !== undefined) return change.after;
    const item = await this.#database.get<string, Item>(fullKey, { valueEncoding: 'json' });
    this.#read.set(fullKey, item);
    return item;
  }

  put(table: string, key: string, item: Item): void {
    this.#write(table, key, item);
  }

  delete(table: string, key: string): void {
    this.#write(table, key, undefined);
  }

  values(): never {
    throw new Error('Queries read from a snapshot.');
  }

  #write(name: string, key: string, after: Item | undefined): void {
    const table = this.table(name);
    if (table === undefined) throw new Error(`No table ${name}`);
    const fullKey = itemPrefix(name) + key;
    const before = this.#changes.has(fullKey) ? this.#changes.get(fullKey)?.before : this.#read.get(fullKey);
    this.#changes.set(fullKey, { table, key, before, after });
  }
}
