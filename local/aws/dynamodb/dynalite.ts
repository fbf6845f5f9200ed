/**
 * The one place that touches dynalite, which has no types. Its validations and actions are used as they are;
 * its store is replaced by whatever implements {@link ItemStore}. Casts live here and nowhere else.
 */
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { AwsError } from '../service.ts';
import type { KeyElement } from './definition.ts';
import { MAX_ITEM_BYTES } from './limits.ts';
import type { Item, TableDescription } from './types.ts';

/** Bounds of a Query or Scan, on the keys that dynalite makes. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** Where dynalite's actions read and write. */
export interface ItemStore {
  table(name: string): TableDescription | undefined;
  tableNames(): readonly string[];
  get(table: string, key: string): Promise<Item | undefined>;
  put(table: string, key: string, item: Item): void;
  delete(table: string, key: string): void;
  values(table: string, index: string | undefined, range: KeyRange): AsyncIterable<Item>;
}

/** A request after validation: typed members, parsed expressions, defaults. */
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
interface HubError {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

const load = createRequire(import.meta.url);
const db = load('dynalite/db') as {
  createKey(item: Item, table: TableDescription, keySchema?: readonly KeyElement[]): string;
  createIndexKey(item: Item, table: TableDescription, keySchema: readonly KeyElement[]): string;
  validateKey(key: unknown, table: TableDescription): HubError | undefined;
  validateItem(item: unknown, table: TableDescription): HubError | undefined;
  checkConditional(data: unknown, item: Item | undefined): HubError | null | undefined;
};
const validations = load('dynalite/validations') as {
  checkTypes(data: unknown, types: Types): unknown;
  checkValidations(data: unknown, types: Types, custom: Schema['custom'], store: unknown): void;
};

const limits = { options: { maxItemSize: MAX_ITEM_BYTES } };
function fileOf(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}

/** dynalite's own schema of an action. */
export function schemaOf(action: string): Schema {
  return load(`dynalite/validations/${fileOf(action)}`) as Schema;
}

/** Checks a request as dynalite's HTTP front would, and parses its expressions. The input is left as it was. */
export function validate(input: unknown, schema: Schema): Checked {
  try {
    const data = validations.checkTypes(structuredClone(input), schema.types);
    validations.checkValidations(data, schema.types, schema.custom, limits);
    return data as Checked;
  } catch (error) {
    throw toAwsError(error);
  }
}

/** An action's own rules, for a member of a transaction; also parses the member's expressions. */
export function applyRules(schema: Schema, data: unknown): string | undefined {
  return schema.custom?.(data, limits);
}

/** The key under which dynalite keeps an item. */
export function itemKey(item: Item, table: TableDescription): string {
  return db.createKey(item, table);
}

/** The key by which dynalite finds an index entry. It ends in 24 bits of a hash, so it is not unique. */
export function shortIndexKey(item: Item, table: TableDescription, keySchema: readonly KeyElement[]): string {
  return db.createIndexKey(item, table, keySchema);
}

/** The key of the item that a write is about, unless dynalite will refuse the write for it anyway. */
export function keyOfWrite(data: Checked, table: TableDescription): string | undefined {
  const item = data.Item ?? data.Key;
  if (item === undefined) return undefined;
  const refusal = data.Item ? db.validateItem(item, table) : db.validateKey(item, table);
  return refusal ? undefined : db.createKey(item, table);
}

/** Runs one of dynalite's actions on a store. */
export function run(action: string, store: ItemStore, data: Checked): Promise<Output> {
  return new Promise<Output>((resolve, reject) => {
    const fail = (error: unknown): void => reject(toAwsError(error));
    const execute = load(`dynalite/actions/${fileOf(action)}`) as Action;
    execute(asDynaliteStore(store, fail), data, (error, output) => (error ? fail(error) : resolve(output ?? {})));
  });
}

/** ConditionCheck, the one action of a transaction that dynalite has no file for. */
export async function checkCondition(store: ItemStore, data: Checked): Promise<Output> {
  const table = store.table(data.TableName);
  if (table === undefined) throw notFound();
  const refusal = db.validateKey(data.Key, table);
  if (refusal) throw toAwsError(refusal);
  const item = await store.get(table.TableName, db.createKey(data.Key ?? {}, table));
  const failed = db.checkConditional(data, item);
  if (failed) throw toAwsError(failed);
  return {};
}

export function notFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}

function asDynaliteStore(store: ItemStore, fail: (error: unknown) => void): unknown {
  const answer = <T>(promise: Promise<T>, done: Callback<T>): void => {
    // What dynalite throws inside its own callbacks must fail this call, not the process.
    promise.then((value) => done(null, value), done).catch(fail);
  };
  const written = (done: Callback<void>): void => answer(Promise.resolve(), done);
  // Writers are already serialized, so dynalite's own locks have nothing to do.
  const lock = (_key: string, work: (release: <T>(done: T) => T) => void): void => work((done) => done);
  return {
    ...limits,
    tableDb: { createKeyStream: () => Readable.from([...store.tableNames()]) },
    getTable(name: string, checkStatus: boolean | Callback<TableDescription>, callback?: Callback<TableDescription>) {
      const done = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = store.table(name);
      const error = notFound();
      if (checkStatus === false) error.message += `: Table: ${name} not found`;
      answer(table ? Promise.resolve(table) : Promise.reject(error), done ?? fail);
    },
    getItemDb: (table: string) => ({
      lock,
      get: (key: string, done: Callback<Item | undefined>) => answer(store.get(table, key), done),
      put: (key: string, item: Item, done: Callback<void>) => {
        store.put(table, key, item);
        written(done);
      },
      del: (key: string, done: Callback<void>) => {
        store.delete(table, key);
        written(done);
      },
      createValueStream: (range: KeyRange) => Readable.from(store.values(table, undefined, range)),
    }),
    // Index entries are derived from the items when a write is committed: see index-entries.ts.
    getIndexDb: (_type: string, table: string, index: string) => ({
      put: (_key: string, _item: Item, done: Callback<void>) => written(done),
      del: (_key: string, done: Callback<void>) => written(done),
      createValueStream: (range: KeyRange) => Readable.from(store.values(table, index, range)),
    }),
  };
}

function isRefusal(error: unknown): error is HubError {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}

function toAwsError(error: unknown): unknown {
  if (!isRefusal(error)) return error;
  const { __type, message, Message } = error.body;
  return new AwsError(__type.split('#').at(-1) ?? __type, message ?? Message ?? '', error.statusCode);
}
