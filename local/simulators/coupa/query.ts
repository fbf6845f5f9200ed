import { ownOf, type Value } from '../entity.ts';
import type { Condition, Selection } from '../table.ts';
import {
  comparable,
  complete,
  type Document,
  dashed,
  isDocument,
  isList,
  type Json,
  type Kind,
  kindOf,
  type Row,
  readValue,
} from './document.ts';
import { invalid } from './errors.ts';

/** coupa 17. */
const MAX_LIMIT = 50;
/** Parameters that are no conditions; the first three shape what is returned. */
const OPTIONS = ['fields', 'filter', 'show-deleted-lines', 'limit', 'offset', 'order-by', 'dir'];

/** The query of a list of documents like the example. What it does not understand is refused (coupa 21). */
export function parseQuery(example: Document, object: string, parameters: URLSearchParams): Selection<Row> {
  const options = new Map([...parameters].map(([key, value]) => [dashed(key), value]));
  const refuse = (problem: string) => invalid(object, [problem]);

  function integer(name: string, absent: number, least: number): number {
    const text = options.get(name) ?? String(absent);
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw refuse(`${name} is invalid`);
    return Number(text);
  }
  const attributes = new Set([...parameters.keys()].filter((key) => !OPTIONS.includes(dashed(key))));
  const conditions = [...attributes].map((key) => {
    return parseCondition(example, key, parameters.getAll(key).at(-1) ?? '', refuse);
  });
  const limit = Math.min(integer('limit', MAX_LIMIT, 1), MAX_LIMIT);
  const offset = integer('offset', 0, 0);
  const orderBy = dashed(options.get('order-by') ?? 'id');
  if (!isSingle(ownOf(example, orderBy))) throw refuse('order_by is invalid');
  const direction = options.get('dir') ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') throw refuse('dir is invalid');
  return { conditions, orderBy, isDescending: direction === 'desc', offset, limit };
}

/** Reads `status[in]=a,b` and `order-lines[account][code]=x` (coupa 16). */
function parseCondition(
  example: Document,
  key: string,
  sent: string,
  refuse: (problem: string) => Error,
): Condition<Row> {
  const { path, operator } = parseKey(key);
  const isCustom = path.at(-2) === 'custom-fields' && isDocument(valuesAt(example, path.slice(0, -1))[0]);
  // A customer's custom fields are not in the example.
  const shown = isCustom ? '' : valuesAt(example, path)[0];
  if (!isSingle(shown)) throw refuse(`Unknown attribute or operator: ${key}`);

  const kind = isCustom ? 'text' : kindOf(path.at(-1) ?? '', shown);
  if (kind === 'datetime' && operator.operand) throw refuse(`${key}: the operator is not available for dates`);
  const operandKind = operator.operand ?? kind;
  const texts = operator.list ? sent.split(',') : [sent];
  const operands = texts.map((text) => comparable(operandKind, readValue(operandKind, text.trim(), 0)));
  if (operands.includes(null)) throw refuse(`${key} has an invalid value`);
  const satisfies = (value: Json | undefined) => {
    const compared = comparable(kind, value);
    // As in SQL, a missing value satisfies no comparison.
    return (compared !== null || operator === OPERATORS.blank) && operator.test(compared, operands);
  };
  const [field = '', ...inner] = path;
  const text = `${key}=${sent}`;
  if (inner.length > 0) return { text, matches: (row) => valuesAt(complete(example, row), path).some(satisfies) };
  const matches = (row: Row) => satisfies(row[field] ?? shown);
  return { text, field, matches, range: rangeOf(operator, operands[0] ?? null) };
}

function parseKey(key: string): { path: string[]; operator: Operator } {
  const names = /^[^[\]]+(\[[^[\]]+\])*$/.test(key) ? key.split(/[[\]]+/).filter((name) => name !== '') : [];
  const operator = names.length > 1 ? ownOf(OPERATORS, names.at(-1) ?? '') : undefined;
  return { path: names.slice(0, operator && -1).map(dashed), operator: operator ?? OPERATORS.eq };
}

/** The values at a path; of a list, those of each element. */
function valuesAt(value: Json | undefined, path: readonly string[]): (Json | undefined)[] {
  if (isList(value)) return value.flatMap((each) => valuesAt(each, path));
  const [name, ...rest] = path;
  if (name === undefined) return [value];
  return valuesAt(isDocument(value) ? ownOf(value, name) : undefined, rest);
}

/** A field with a value, neither a list nor an association. */
function isSingle(example: Json | undefined): boolean {
  return example === null || (example !== undefined && typeof example !== 'object');
}

interface Operator {
  readonly test: (value: Value, operands: readonly Value[]) => boolean;
  readonly list?: boolean;
  /** The kind of the operand, when it is not the field's; such operators don't apply to times (coupa 15). */
  readonly operand?: Kind;
  /** Where the range of values begins and ends: before or behind all that equal the operand. */
  readonly from?: number;
  readonly to?: number;
}

const [BEFORE, BEHIND] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** coupa 15. */
const OPERATORS: Readonly<Record<string, Operator>> & { readonly eq: Operator; readonly blank: Operator } = {
  eq: { test: (value, [operand]) => value === operand, from: BEFORE, to: BEHIND },
  not_eq: { test: (value, [operand]) => value !== operand },
  in: { test: (value, operands) => operands.includes(value), list: true },
  not_in: { test: (value, operands) => !operands.includes(value), list: true },
  gt: { test: (value, [operand]) => isAbove(value, operand), from: BEHIND },
  lt: { test: (value, [operand]) => isAbove(operand, value), to: BEFORE },
  gt_or_eq: { test: (value, [operand]) => !isAbove(operand, value), from: BEFORE },
  lt_or_eq: { test: (value, [operand]) => !isAbove(value, operand), to: BEHIND },
  contains: { test: (value, [operand]) => String(value).includes(String(operand)), operand: 'text' },
  starts_with: { test: (value, [operand]) => String(value).startsWith(String(operand)), operand: 'text' },
  ends_with: { test: (value, [operand]) => String(value).endsWith(String(operand)), operand: 'text' },
  blank: { test: (value, [operand]) => (value === null || value === '') === operand, operand: 'boolean' },
};

function isAbove(a: Value | undefined, b: Value | undefined): boolean {
  return a !== null && b !== null && a !== undefined && b !== undefined && a > b;
}

/** Null is in no range. */
function rangeOf({ from, to }: Operator, value: Value): Condition<Row>['range'] {
  if (from === undefined && to === undefined) return undefined;
  return {
    from: from === undefined ? { value: null, id: BEHIND } : { value, id: from },
    to: to === undefined ? undefined : { value, id: to },
  };
}
