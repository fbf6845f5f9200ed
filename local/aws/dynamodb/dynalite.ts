/**
 * The interface to dynalite, which has no types: the type assertions of this folder are in this file alone.
 * An {@link ItemStore} replaces dynalite's storage, and {@link matches} its evaluation of conditions and filters. The
 * storage answers at once, so that dynalite's actions have ended when they return.
 */
import { createRequire } from 'node:module';
import { AwsError } from '../service.ts';
import { checkedPlainly } from './checked-types.ts';
import type { KeyElement } from './definition.ts';
import { asDynaliteStore, type Callback, checkedKey, limits } from './dynalite-store.ts';
import type { Checked, ItemStore, KeyRange, Output, Page, Schema, Types } from './dynalite-types.ts';
import { brokenRule, syntaxError, unparsable } from './expression-rules.ts';
import { type Argument, isOperation, matches, type Operation, type Path } from './expressions.ts';
import { legacyExpression, legacyHolds } from './legacy.ts';
import { checkNulls } from './nulls.ts';
import { type ParseContext, ParsedExpressions } from './parsed-expressions.ts';
import type { Item, TableDescription } from './types.ts';
import type { UpdateAction } from './update.ts';
import type { Found } from './values.ts';

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
  validateUpdates(legacy: unknown, updates: unknown, table: TableDescription): DynaliteError | undefined;
  mapPaths(paths: readonly (Path | string)[], item: Item): Item;
  compare(operator: string, value: Found, operands: Found | readonly Found[]): boolean;
  itemSize(item: Item, isCompressed: boolean, withMetadata: boolean, sortKey: string | undefined): number;
  queryTable(
    store: unknown,
    table: unknown,
    data: unknown,
    range: KeyRange,
    isLocal: unknown,
    fromTable: unknown,
    keyNames: readonly string[],
    done: Callback<Page>,
  ): void;
  updateIndexes(store: unknown, table: unknown, before: unknown, after: unknown, done: Callback<void>): void;
};
/** A parser returns the message of an error that is not one of syntax. */
interface Parser {
  parse(text: string, options: { readonly context: ParseContext }): string | Parsed;
}
interface Parsed {
  readonly expression?: Operation;
  readonly sections?: readonly UpdateAction[];
}
const validations = load('dynalite/validations') as {
  checkTypes(data: unknown, types: Types): unknown;
  checkValidations(data: unknown, types: Types, custom: Schema['custom'], store: unknown): void;
};

/** dynalite's actions and validations compare values with this function of its module. */
db.compare = (operator, value, operands) =>
  legacyHolds(operator, value, Array.isArray(operands) ? operands : [operands]);

/** A Query or Scan ends with what it would read: the front reads it. */
db.queryTable = (...[, , , range, , , keyNames, done]) => done(null, { range, keyNames });

/** A commit derives the index entries from the items: see index-entries.ts. */
db.updateIndexes = (...[, , , , done]) => done(null);

extendParser('conditionParser', ({ expression }) => (expression ? [expression] : []));
extendParser('updateParser', ({ sections = [] }) => sections.map(({ val }) => val).filter((val) => val !== undefined));
extendParser('projectionParser', () => []);

/** Adds the rules that a parser does not know, and the message that DynamoDB gives for a syntax error. */
function extendParser(name: string, expressionsOf: (parsed: Parsed) => readonly Argument[]): void {
  const parser = load(`dynalite/db/${name}`) as Parser;
  const { parse } = parser;
  const known = new ParsedExpressions();
  parser.parse = (text, options) => {
    const found = known.find(text, options.context);
    if (found !== undefined) return found as Parsed;
    const message = unparsable(text);
    if (message !== undefined) return message;
    try {
      const parsed = parse(text, options);
      if (typeof parsed === 'string') return parsed;
      const broken = brokenRule(expressionsOf(parsed));
      if (broken === undefined) known.add(text, options.context, parsed);
      return broken ?? parsed;
    } catch (error) {
      const { location } = error as { readonly location?: { readonly start: { readonly offset: number } } };
      if (location !== undefined) Object.assign(error as Error, { message: syntaxError(text, location.start.offset) });
      throw error;
    }
  };
}

function fileOf(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}

/** dynalite's schema of an action. */
export function schemaOf(action: string): Schema {
  return load(`dynalite/validations/${fileOf(action)}`) as Schema;
}

/** Validates a copy of the request and parses its expressions. */
export function validate(input: unknown, schema: Schema): Checked {
  checkNulls(input);
  try {
    const data = checkedPlainly(input, schema.types) ?? validations.checkTypes(structuredClone(input), schema.types);
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
export function run(action: string, store: ItemStore, data: Checked): Output {
  const execute = load(`dynalite/actions/${fileOf(action)}`) as Action;
  // The front evaluates the condition, on the item that the action gets.
  const { _condition, Expected, ...rest } = data;
  let ended: { readonly error: unknown; readonly output: Output | undefined } | undefined;
  try {
    execute(
      asDynaliteStore(store, (item) => assertCondition(data, item)),
      rest,
      (error, output) => {
        ended = { error, output };
      },
    );
  } catch (error) {
    throw toAwsError(error);
  }
  if (ended === undefined) throw new Error(`dynalite's ${action} has not ended`);
  if (ended.error) throw toAwsError(ended.error);
  return ended.output ?? {};
}

/** Checks a Query or Scan, and returns what it reads. */
export function pageOf(action: string, store: ItemStore, data: Checked): Page {
  return run(action, store, data) as unknown as Page;
}

/** What an item counts towards the 1 MB of a page. */
export function pageBytes(item: Item, table: TableDescription): number {
  return db.itemSize(item, true, true, table.KeySchema[1]?.AttributeName);
}

/** Throws ConditionalCheckFailedException if the item does not meet the condition of a write. */
export function assertCondition({ _condition, Expected, ConditionalOperator }: Checked, item: Item = {}): void {
  const condition = _condition?.expression ?? (Expected && legacyExpression(Expected, ConditionalOperator));
  if (condition === undefined || matches(item, condition)) return;
  throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
}

/** The key of the item to read or update; throws if it is not a valid one. */
export function keyOf(data: Checked, table: TableDescription): string {
  throwIfInvalid(db.validateKey(data.Key, table));
  return checkedKey(db.createKey(data.Key ?? {}, table));
}

/** Throws if an update changes a key attribute, or a key attribute of an index to another type. */
export function checkUpdates({ AttributeUpdates, _updates }: Checked, table: TableDescription): void {
  // The type of a function's result is known only with the item: see limits.ts.
  const sections = _updates?.sections.map((section) =>
    section.val && isOperation(section.val) ? { ...section, attrType: undefined } : section,
  );
  throwIfInvalid(db.validateUpdates(AttributeUpdates, sections && { ..._updates, sections }, table));
}

/** The parts of an item at the paths of a projection. */
export function project(item: Item, paths: readonly (Path | string)[]): Item {
  return db.mapPaths(paths, item);
}

function throwIfInvalid(error: DynaliteError | undefined): void {
  if (error) throw toAwsError(error);
}

function isDynaliteError(error: unknown): error is DynaliteError {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}

function toAwsError(error: unknown): unknown {
  if (!isDynaliteError(error)) return error;
  const { __type, message, Message } = error.body;
  return new AwsError(__type.split('#').at(-1) ?? __type, message ?? Message ?? '', error.statusCode);
}
