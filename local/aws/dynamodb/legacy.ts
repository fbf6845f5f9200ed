/** The parameters that expressions have replaced, as expressions. */
import { holds, type Operation } from './expressions.ts';
import type { AttributeValue } from './types.ts';
import type { UpdateAction } from './update.ts';
import type { Found } from './values.ts';

/** A condition of `Expected`, `QueryFilter` or `ScanFilter`. */
export interface LegacyCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
  readonly Value?: AttributeValue;
  readonly Exists?: boolean;
}
export type LegacyConditions = Readonly<Record<string, LegacyCondition>>;

/** A member of `AttributeUpdates`. */
export interface LegacyUpdate {
  readonly Action?: string;
  readonly Value?: AttributeValue;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html */
const OPERATORS: Readonly<Record<string, string>> = {
  EQ: '=',
  NE: '<>',
  LE: '<=',
  LT: '<',
  GE: '>=',
  GT: '>',
  NULL: 'attribute_not_exists',
  NOT_NULL: 'attribute_exists',
  CONTAINS: 'contains',
  NOT_CONTAINS: 'not contains',
  BEGINS_WITH: 'begins_with',
  IN: 'in',
  BETWEEN: 'between',
};

function operatorOf(name: string): string {
  return OPERATORS[name] ?? name;
}

export function legacyHolds(operator: string, value: Found, operands: readonly Found[]): boolean {
  return holds(operatorOf(operator), value, operands);
}

export function legacyExpression(conditions: LegacyConditions, conditionalOperator: unknown): Operation {
  const args = Object.entries(conditions).map(
    ([attribute, { ComparisonOperator, AttributeValueList, Value, Exists }]) => {
      const operator = Exists === false ? 'NULL' : (ComparisonOperator ?? 'EQ');
      return { type: operatorOf(operator), args: [[attribute], ...(AttributeValueList ?? (Value ? [Value] : []))] };
    },
  );
  return { type: conditionalOperator === 'OR' ? 'or' : 'and', args };
}

const ACTIONS: Readonly<Record<string, UpdateAction['type']>> = { PUT: 'set', ADD: 'add', DELETE: 'delete' };

export function legacyUpdate(updates: Readonly<Record<string, LegacyUpdate>>): readonly UpdateAction[] {
  return Object.entries(updates).map(([attribute, { Action = 'PUT', Value }]) => ({
    type: Value === undefined ? 'remove' : (ACTIONS[Action] ?? 'set'),
    path: [attribute],
    isLegacy: true,
    ...(Value && { val: Value }),
  }));
}
