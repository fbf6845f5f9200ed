import type { Test } from './operators.ts';
import { InvalidPattern, isObject } from './refuse.ts';
import { type TextOperator, textTest } from './text.ts';

const TEXT_OPERATORS: readonly string[] = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
] satisfies TextOperator[];

/** Everything but a value, but any of some values, or but what a string operator matches. */
export function anythingBut(operand: unknown, path: readonly string[]): Test {
  if (isObject(operand)) {
    const [[operator = '', inner] = [], ...more] = Object.entries(operand);
    if (!isTextOperator(operator) || more.length > 0) {
      throw new InvalidPattern(path, `anything-but takes one of ${TEXT_OPERATORS.join(', ')}`);
    }
    const tests = listed(inner, path).map((value) => textTest(operator, value, path));
    return (leaf) => typeof leaf !== 'string' || !tests.some((matches) => matches(leaf));
  }
  const values = listed(operand, path);
  const [type] = values.map((value) => typeof value);
  if ((type !== 'string' && type !== 'number') || values.some((value) => typeof value !== type)) {
    throw new InvalidPattern(path, 'anything-but takes strings or numbers, not a mix and nothing else');
  }
  const excluded = new Set<unknown>(values);
  return (leaf) => !excluded.has(leaf);
}

function listed(operand: unknown, path: readonly string[]): readonly unknown[] {
  if (!Array.isArray(operand)) return [operand];
  if (operand.length === 0) throw new InvalidPattern(path, 'empty arrays are not allowed');
  return operand;
}

function isTextOperator(operator: string): operator is TextOperator {
  return TEXT_OPERATORS.includes(operator);
}
