import { ownOf, type Value } from '../entity.ts';
import type { Condition, Selection } from '../table.ts';
import { invalid } from './access.ts';
import { comparable, type Document, dashed, type Json, type Kind, kindOf, type Row, readValue } from './document.ts';

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

/** Reads `status[in]=a,b`; what is inside an association has no conditions here (coupa 16). */
function parseCondition(example: Document, key: string, sent: string): Condition<Row> | string {
  const [, name = '', word = 'eq'] = /^([^[\]]+)(?:\[([^[\]]+)\])?$/.exec(key) ?? [];
  const field = dashed(name);
  const [shown, operator] = [ownOf(example, field), ownOf(OPERATORS, word)];
  if (!isSingle(shown) || operator === undefined) return `Unknown attribute or operator: ${key}`;
  const kind = kindOf(field, shown);
  if (kind === 'datetime' && operator.operand) return `${key}: the operator is not available for dates`;
  const operandKind = operator.operand ?? kind;
  const texts = operator.list ? sent.split(',') : [sent];
  const operands = texts.map((text) => comparable(operandKind, readValue(operandKind, text.trim(), 0)));
  if (operands.includes(null)) return `${key} has an invalid value`;
  const matches = (row: Row) => {
    const value = comparable(kind, row[field] ?? shown);
    // As in SQL, a missing value satisfies no comparison.
    return (value !== null || word === 'blank') && operator.test(value, operands);
  };
  return { text: `${key}=${sent}`, field, matches, range: rangeOf(operator, operands[0] ?? null) };
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
