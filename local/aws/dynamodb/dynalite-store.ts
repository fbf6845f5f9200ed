import { Readable } from 'node:stream';
import type { ItemStore, KeyRange } from './dynalite-types.ts';
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

/** The storage that dynalite's actions call. `fail` receives their errors, `assertItem` each item that they get. */
export function asDynaliteStore(
  store: ItemStore,
  fail: (error: unknown) => void,
  assertItem: (item: Item | undefined) => void,
): unknown {
  const get = async (table: string, key: string): Promise<Item | undefined> => {
    const item = await store.get(table, checkedKey(key));
    assertItem(item);
    return item;
  };
  const settle = <T>(promise: Promise<T>, done: Callback<T>): void => {
    // An error that dynalite throws in its callbacks fails this call, not the process.
    promise.then((value) => done(null, value), done).catch(fail);
  };
  const written = (done: Callback<void>): void => settle(Promise.resolve(), done);
  // Writes run one at a time: dynalite's own lock has nothing to do.
  const lock = (_key: string, work: (release: <T>(done: T) => T) => void): void => work((done) => done);
  return {
    ...limits,
    tableDb: { createKeyStream: () => Readable.from([...store.tables.keys()].sort()) },
    getTable(name: string, checkStatus: boolean | Callback<TableDescription>, callback?: Callback<TableDescription>) {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = store.tables.get(name)?.description;
      const error = notFound(checkStatus === false ? `: Table: ${name} not found` : '');
      settle(table ? Promise.resolve(table) : Promise.reject(error), done ?? fail);
    },
    getItemDb: (table: string) => ({
      lock,
      get: (key: string, done: Callback<Item | undefined>) => settle(get(table, key), done),
      put: (key: string, item: Item, done: Callback<void>) => {
        store.write(table, key, item);
        written(done);
      },
      del: (key: string, done: Callback<void>) => {
        store.write(table, key, undefined);
        written(done);
      },
      createValueStream: (range: KeyRange) => Readable.from(store.values(table, undefined, range)),
    }),
    // A commit derives the index entries from the items: see index-entries.ts.
    getIndexDb: (_type: string, table: string, index: string) => ({
      put: (_key: string, _item: Item, done: Callback<void>) => written(done),
      del: (_key: string, done: Callback<void>) => written(done),
      createValueStream: (range: KeyRange) => Readable.from(store.values(table, index, range)),
    }),
  };
}
