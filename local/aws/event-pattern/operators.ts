import { anythingBut } from './anything-but.ts';
import { cidr, numeric } from './ranges.ts';
import { InvalidPattern, isObject } from './refuse.ts';
import { textTest } from './text.ts';

export type Leaf = string | number | boolean | null;
export type Test = (leaf: Leaf) => boolean;

/** One element of a pattern's array: a value to equal, or an object with one operator. */
export function leafTest(condition: unknown, path: readonly string[]): Test {
  if (Array.isArray(condition)) throw new InvalidPattern(path, 'arrays of arrays are not allowed');
  if (!isObject(condition)) return (leaf) => leaf === condition;
  const [[operator, operand] = [], ...more] = Object.entries(condition);
  if (operator === undefined || more.length > 0) throw new InvalidPattern(path, 'a condition has exactly one operator');
  switch (operator) {
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard': {
      const matches = textTest(operator, operand, path);
      return (leaf) => typeof leaf === 'string' && matches(leaf);
    }
    case 'anything-but':
      return anythingBut(operand, path);
    case 'numeric':
      return numeric(operand, path);
    case 'cidr':
      return cidr(operand, path);
    case 'exists':
      if (operand !== true) throw new InvalidPattern(path, 'exists takes true or false');
      return () => true;
    default:
      throw new InvalidPattern(path, `unrecognized match type ${operator}`);
  }
}
