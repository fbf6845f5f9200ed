import type { Value } from '../sorted-rows.ts';
import type { Condition } from '../table.ts';
import type { Kind } from './document.ts';

export interface Operator {
  readonly test: (value: Value, operands: readonly Value[]) => boolean;
  readonly list?: boolean;
  /** The kind of the operand, when it is not the field's. */
  readonly operand?: Kind;
  /** False: not for dates (coupa 15). */
  readonly dates?: false;
  /** Where the range of values begins and ends: before or behind all that equal the operand. */
  readonly from?: Side;
  readonly to?: Side;
}
type Side = 'before' | 'behind';

const TEXT = { operand: 'text', dates: false } as const;

/** coupa 15. */
export const OPERATORS: Readonly<Record<string, Operator>> & { readonly eq: Operator; readonly blank: Operator } = {
  eq: { test: (value, [operand]) => value === operand, from: 'before', to: 'behind' },
  not_eq: { test: (value, [operand]) => value !== operand },
  in: { test: (value, operands) => operands.includes(value), list: true },
  not_in: { test: (value, operands) => !operands.includes(value), list: true },
  gt: { test: (value, [operand]) => isAbove(value, operand), from: 'behind' },
  lt: { test: (value, [operand]) => isAbove(operand, value), to: 'before' },
  gt_or_eq: { test: (value, [operand]) => !isAbove(operand, value), from: 'before' },
  lt_or_eq: { test: (value, [operand]) => !isAbove(value, operand), to: 'behind' },
  contains: { test: (value, [operand]) => String(value).includes(String(operand)), ...TEXT },
  starts_with: { test: (value, [operand]) => String(value).startsWith(String(operand)), ...TEXT },
  ends_with: { test: (value, [operand]) => String(value).endsWith(String(operand)), ...TEXT },
  blank: { test: (value, [operand]) => (value === null || value === '') === operand, operand: 'boolean', dates: false },
};

function isAbove(a: Value | undefined, b: Value | undefined): boolean {
  return a !== null && b !== null && a !== undefined && b !== undefined && a > b;
}

/** Null is in no range. */
export function rangeOf<Row>({ from, to }: Operator, operand: Value): Condition<Row>['range'] {
  const mark = (side: Side | undefined, value: Value) => {
    return { value, id: side === 'before' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY };
  };
  if (from === undefined && to === undefined) return undefined;
  return { from: from ? mark(from, operand) : mark('behind', null), to: to && mark(to, operand) };
}
