import type { RawNumber } from './raw-numbers.ts';

/** Why an event pattern can't be compiled. */
export class PatternError extends Error {
  constructor(path: readonly string[], reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}${path.length === 0 ? '' : ` (at ${path.join('.')})`}`);
  }
}

export type Leaf = string | number | boolean | null | RawNumber;
export type LeafTest = (leaf: Leaf) => boolean;

const SUPPORTED = 'prefix, anything-but (of values) and exists';

/** One element of a pattern's array: a value to equal, or an object with one operator. */
export function compileCondition(condition: unknown, path: readonly string[]): LeafTest {
  if (Array.isArray(condition)) throw new PatternError(path, 'arrays of arrays are not allowed');
  if (!isObject(condition)) {
    const wanted = textOf(condition);
    return (leaf) => textOf(leaf) === wanted;
  }
  const [[operator, operand] = [], ...more] = Object.entries(condition);
  if (operator === undefined || more.length > 0) {
    throw new PatternError(path, 'a condition has exactly one operator');
  }
  switch (operator) {
    case 'prefix':
      if (typeof operand !== 'string') throw new PatternError(path, 'prefix takes a string');
      return (leaf) => typeof leaf === 'string' && leaf.startsWith(operand);
    case 'anything-but':
      return compileAnythingBut(operand, path);
    case 'exists':
      if (operand !== true) throw new PatternError(path, 'exists takes true or false');
      return () => true;
    default:
      throw new PatternError(path, `the local runtime does not support ${operator}, only ${SUPPORTED}`);
  }
}

function compileAnythingBut(operand: unknown, path: readonly string[]): LeafTest {
  const values = Array.isArray(operand) ? operand : [operand];
  const [operator] = values.filter(isObject).flatMap(Object.keys);
  if (operator !== undefined) {
    throw new PatternError(path, `the local runtime does not support ${operator} in anything-but, only values`);
  }
  const [type] = values.map((value) => typeof value);
  if ((type !== 'string' && type !== 'number') || values.some((value) => typeof value !== type)) {
    throw new PatternError(path, 'anything-but takes one or more values, all strings or all numbers');
  }
  const excluded = new Set(values.map(textOf));
  return (leaf) => !excluded.has(textOf(leaf));
}

/**
 * Values are equal when their JSON texts are: 300, 300.0 and 3.0e2 are three values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
 */
function textOf(value: unknown): string {
  return JSON.stringify(value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}
