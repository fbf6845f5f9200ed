/**
 * The interface to dynalite, which has no types: the type assertions of this folder are in this file alone.
 * dynalite's validations and actions are used unchanged; an {@link ItemStore} replaces its storage.
 */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { AwsError } from '../service.ts';
import type { KeyElement } from './definition.ts';
import { MAX_ITEM_BYTES } from './limits.ts';
import type { Item, TableDescription, Tables } from './types.ts';

/** Bounds of a Query or Scan on dynalite's keys. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** The storage of dynalite's actions. */
export interface ItemStore {
  readonly tables: Tables;
  get(table: string, key: string): Promise<Item | undefined>;
  /** Puts an item; deletes it when `item` is undefined. */
  write(table: string, key: string, item: Item | undefined): void;
  values(table: string, index: string | undefined, range: KeyRange): AsyncIterable<Item>;
}

/** A validated request, with parsed expressions and defaults. */
export interface Checked {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly [member: string]: unknown;
}
export type Output = Record<string, unknown>;
export type Types = Readonly<Record<string, unknown>>;
export interface Schema {
  readonly types: Types;
  readonly custom?: (data: unknown, store: unknown) => string | undefined;
}

type Callback<T> = (error: unknown, value?: T) => void;
type Action = (store: unknown, data: unknown, done: Callback<Output>) => void;
interface DynaliteError {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

const load = createRequire(import.meta.url);
const db = load('dynalite/db') as {
  createKey(item: Item, table: TableDescription): string;
  createIndexKey(item: Item, table: TableDescription, keySchema: readonly KeyElement[]): string;
  validateKey(key: unknown, table: TableDescription): DynaliteError | undefined;
  validateItem(item: unknown, table: TableDescription): DynaliteError | undefined;
  checkConditional(data: unknown, item: Item | undefined): DynaliteError | null | undefined;
};
const validations = load('dynalite/validations') as {
  checkTypes(data: unknown, types: Types): unknown;
  checkValidations(data: unknown, types: Types, custom: Schema['custom'], store: unknown): void;
};

const limits = { options: { maxItemSize: MAX_ITEM_BYTES } };

function fileOf(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}

/** dynalite's schema of an action. */
export function schemaOf(action: string): Schema {
  return load(`dynalite/validations/${fileOf(action)}`) as Schema;
}

/** Validates a copy of the request and parses its expressions. */
export function validate(input: unknown, schema: Schema): Checked {
  try {
    const data = validations.checkTypes(structuredClone(input), schema.types);
    validations.checkValidations(data, schema.types, schema.custom, limits);
    // dynalite counts UTF-16 units and leaves out indexes: capacity.ts counts instead.
    const { ReturnConsumedCapacity: _, ...checked } = data as Checked;
    return checked as Checked;
  } catch (error) {
    throw toAwsError(error);
  }
}

/** Applies an action's own rules to a member of a transaction, and parses its expressions; returns the first error. */
export function applyRules(schema: Schema, data: unknown): string | undefined {
  return schema.custom?.(data, limits);
}

/** The key under which dynalite stores an item. */
export function itemKey(item: Item, table: TableDescription): string {
  return db.createKey(item, table);
}

/** dynalite's key of an index entry. It ends in 24 bits of a hash, so it is not unique. */
export function shortIndexKey(item: Item, table: TableDescription, keySchema: readonly KeyElement[]): string {
  return db.createIndexKey(item, table, keySchema);
}

/** The key of the item to write; undefined when it is invalid, which the write reports. */
export function keyOfWrite(data: Checked, table: TableDescription): string | undefined {
  const item = data.Item ?? data.Key;
  if (item === undefined) return undefined;
  const error = data.Item ? db.validateItem(item, table) : db.validateKey(item, table);
  return error ? undefined : db.createKey(item, table);
}

/** Runs one of dynalite's actions on a store. */
export function run(action: string, store: ItemStore, data: Checked): Promise<Output> {
  return new Promise<Output>((resolve, reject) => {
    const fail = (error: unknown): void => reject(toAwsError(error));
    const execute = load(`dynalite/actions/${fileOf(action)}`) as Action;
    execute(asDynaliteStore(store, fail), data, (error, output) => (error ? fail(error) : resolve(output ?? {})));
  });
}

/** ConditionCheck, an action of transactions that dynalite lacks. */
export async function checkCondition(store: ItemStore, data: Checked): Promise<Output> {
  const table = store.tables.get(data.TableName)?.description;
  if (table === undefined) throw notFound();
  const invalidKey = db.validateKey(data.Key, table);
  if (invalidKey) throw toAwsError(invalidKey);
  const item = await store.get(table.TableName, db.createKey(data.Key ?? {}, table));
  const failed = db.checkConditional(data, item);
  if (failed) throw toAwsError(failed);
  return {};
}

export function notFound(detail = ''): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found${detail}`);
}

function asDynaliteStore(store: ItemStore, fail: (error: unknown) => void): unknown {
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
      get: (key: string, done: Callback<Item | undefined>) => settle(store.get(table, key), done),
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

function isDynaliteError(error: unknown): error is DynaliteError {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}

function toAwsError(error: unknown): unknown {
  if (!isDynaliteError(error)) return error;
  const { __type, message, Message } = error.body;
  return new AwsError(__type.split('#').at(-1) ?? __type, message ?? Message ?? '', error.statusCode);
}
