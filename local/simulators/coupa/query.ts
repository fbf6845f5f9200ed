import { ownOf, type Value } from '../entity.ts';
import type { Condition, Selection } from '../table.ts';
import { invalid } from './access.ts';
import {
  comparable,
  complete,
  type Document,
  dashed,
  type Kind,
  kindOf,
  type Row,
  readValue,
  valuesAt,
} from './document.ts';

/** coupa 17. */
const MAX_LIMIT = 50;
/** Parameters that are no conditions; the first four shape what is returned. */
const OPTIONS = ['fields', 'filter', 'return-object', 'show-deleted-lines', 'limit', 'offset', 'order-by', 'dir'];

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
    const condition = parseCondition(example, key, parameters.getAll(key).at(-1) ?? '');
    if (typeof condition === 'string') throw refuse(condition);
    return condition;
  });
  const limit = Math.min(integer('limit', MAX_LIMIT, 1), MAX_LIMIT);
  const offset = integer('offset', 0, 0);
  const orderBy = dashed(options.get('order-by') ?? 'id');
  if (!isSingle(ownOf(example, orderBy))) throw refuse('order_by is invalid');
  const direction = options.get('dir') ?? 'asc';
  if (direction !== 'asc' && direction !== 'desc') throw refuse('dir is invalid');
  return { conditions, orderBy, isDescending: direction === 'desc', offset, limit };
}

/** Reads conditions such as `status[in]=a,b` and `order-lines[account][code]=x` (coupa 15, 16). */
function parseCondition(example: Document, key: string, sent: string): Condition<Row> | string {
  const names = /^[^[\]]+(\[[^[\]]+\])*$/.test(key) ? key.split(/[[\]]+/).filter((name) => name !== '') : [];
  const word = names.length > 1 && Object.hasOwn(OPERATORS, names.at(-1) ?? '') ? names.pop() : 'eq';
  const path = names.map(dashed);
  const [[shown], operator] = [valuesAt(example, path), ownOf(OPERATORS, word ?? '')];
  if (!isSingle(shown) || operator === undefined) return `Unknown attribute or operator: ${key}`;
  const kind = kindOf(path.at(-1) ?? '', shown);
  if (kind === 'datetime' && operator.operand) return `${key}: the operator is not available for dates`;
  const operandKind = operator.operand ?? kind;
  const texts = operator.list ? sent.split(',') : [sent];
  const operands = texts.map((text) => comparable(operandKind, readValue(operandKind, text.trim(), 0)));
  if (operands.includes(null)) return `${key} has an invalid value`;
  const isMet = (stored: Document[string]) => {
    const value = comparable(kind, stored);
    // As in SQL, a missing value satisfies no comparison.
    return (value !== null || word === 'blank') && operator.test(value, operands);
  };
  const [text, [field = '', ...inner]] = [`${key}=${sent}`, path];
  if (inner.length > 0) return { text, matches: (row) => valuesAt(complete(example, row), path).some(isMet) };
  const matches = (row: Row) => isMet(row[field] ?? shown);
  return { text, field, matches, range: rangeOf(operator, operands[0] ?? null) };
}

/** A field with a value, neither a list nor an association. */
function isSingle(example: Document[string]): boolean {
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
const OPERATORS: Readonly<Record<string, Operator>> = {
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
