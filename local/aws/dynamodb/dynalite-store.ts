import type { ItemStore } from './dynalite-types.ts';
import { notFound } from './errors.ts';
import { checkKeyBytes } from './key-rules.ts';
import { MAX_ITEM_BYTES } from './limits.ts';
import type { Item, TableDescription } from './types.ts';

export type Callback<T> = (error: unknown, value?: T) => void;

/** What dynalite's validations read of its storage. */
export const limits = { options: { maxItemSize: MAX_ITEM_BYTES } };

/** dynalite counts the UTF-16 units of a key, DynamoDB its bytes: dynalite's key has two hexadecimal digits for each. */
export function checkedKey(key: string): string {
  const [, partition = '', sort = ''] = key.split('/');
  checkKeyBytes(partition.length / 2, 'HASH');
  checkKeyBytes(sort.length / 2, 'RANGE');
  return key;
}

/** The storage that dynalite's actions call, which answers at once. `assertItem` receives each item that they get. */
export function asDynaliteStore(store: ItemStore, assertItem: (item: Item | undefined) => void): unknown {
  // Writes run one at a time: dynalite's own lock has nothing to do.
  const lock = (_key: string, work: (release: <T>(done: T) => T) => void): void => work((done) => done);
  return {
    ...limits,
    getTable(name: string, checkStatus: boolean | Callback<TableDescription>, callback?: Callback<TableDescription>) {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = store.tables.get(name)?.description;
      if (table === undefined) throw notFound(checkStatus === false ? `: Table: ${name} not found` : '');
      done?.(null, table);
    },
    getItemDb: (table: string) => ({
      lock,
      get: (key: string, done: Callback<Item | undefined>) => {
        const item = store.get(table, checkedKey(key));
        assertItem(item);
        done(null, item);
      },
      put: (key: string, item: Item, done: Callback<void>) => {
        store.write(table, key, item);
        done(null);
      },
      del: (key: string, done: Callback<void>) => {
        store.write(table, key, undefined);
        done(null);
      },
    }),
  };
}
