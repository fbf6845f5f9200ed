import type { Value } from '../entity.ts';
import type { Condition } from '../table.ts';
import type { Kind } from './document.ts';

export interface Operator {
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
export const OPERATORS: Readonly<Record<string, Operator>> & { readonly eq: Operator; readonly blank: Operator } = {
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
export function rangeOf<Row>({ from, to }: Operator, value: Value): Condition<Row>['range'] {
  if (from === undefined && to === undefined) return undefined;
  return {
    from: from === undefined ? { value: null, id: BEHIND } : { value, id: from },
    to: to === undefined ? undefined : { value, id: to },
  };
}
