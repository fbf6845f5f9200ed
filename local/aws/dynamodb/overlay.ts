import type { Commits } from './commits.ts';
import { itemPrefix } from './database.ts';
import type { ItemStore } from './dynalite-types.ts';
import type { Change, Item, Tables } from './types.ts';

/** Reads the newest state and holds writes in memory, to be committed in one batch or discarded. */
export class Overlay implements ItemStore {
  readonly tables: Tables;
  readonly #commits: Commits;
  readonly #read = new Map<string, Item | undefined>();
  readonly #changes = new Map<string, Change>();

  constructor(commits: Commits, tables: Tables) {
    this.#commits = commits;
    this.tables = tables;
  }

  /** The changes in the order of the writes. */
  changes(): readonly Change[] {
    return [...this.#changes.values()];
  }

  change(table: string, key: string): Change | undefined {
    return this.#changes.get(itemPrefix(table) + key);
  }

  /** The item as an action read it. */
  found(table: string, key: string): Item | undefined {
    return this.#read.get(itemPrefix(table) + key);
  }

  get(table: string, key: string): Item | undefined {
    const fullKey = itemPrefix(table) + key;
    const change = this.#changes.get(fullKey);
    if (change !== undefined) return change.after;
    const item = this.#commits.item(fullKey);
    this.#read.set(fullKey, item);
    return item;
  }

  write(tableName: string, key: string, after: Item | undefined): void {
    const table = this.tables.get(tableName)?.description;
    if (table === undefined) throw new Error(`there is no table ${tableName}`);
    const fullKey = itemPrefix(tableName) + key;
    const earlier = this.#changes.get(fullKey);
    const before = earlier === undefined ? this.#read.get(fullKey) : earlier.before;
    this.#changes.set(fullKey, { table, key, before, after });
  }
}
