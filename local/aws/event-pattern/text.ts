import { InvalidPattern, isObject } from './refuse.ts';

export type TextOperator = 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard';
export type TextTest = (text: string) => boolean;

/** The operators that compare strings. */
export function textTest(operator: TextOperator, operand: unknown, path: readonly string[]): TextTest {
  switch (operator) {
    case 'prefix':
      return affix(operand, path, operator, (text, part) => text.startsWith(part));
    case 'suffix':
      return affix(operand, path, operator, (text, part) => text.endsWith(part));
    case 'equals-ignore-case': {
      const wanted = string(operand, path, operator).toLowerCase();
      return (text) => text.toLowerCase() === wanted;
    }
    case 'wildcard':
      return wildcard(string(operand, path, operator), path);
  }
}

/** Prefix or suffix, whose operand may be `{ "equals-ignore-case": … }`. */
function affix(
  operand: unknown,
  path: readonly string[],
  operator: string,
  has: (text: string, part: string) => boolean,
): TextTest {
  if (isObject(operand) && Object.keys(operand).join() === 'equals-ignore-case') {
    const part = string(operand['equals-ignore-case'], path, operator).toLowerCase();
    return (text) => has(text.toLowerCase(), part);
  }
  const part = string(operand, path, operator);
  return (text) => has(text, part);
}

/** `*` stands for any characters, `\*` for itself. Takes linear time, whatever the pattern. */
function wildcard(pattern: string, path: readonly string[]): TextTest {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '*') {
      if (pattern[index + 1] === '*') throw new InvalidPattern(path, 'consecutive wildcard characters');
      parts.push(part);
      part = '';
      continue;
    }
    if (character === '\\') {
      index++;
      if (pattern[index] !== '*' && pattern[index] !== '\\') {
        throw new InvalidPattern(path, 'a backslash in a wildcard escapes * or \\ only');
      }
    }
    part += pattern[index];
  }
  parts.push(part);
  const [first = '', ...middle] = parts;
  const last = middle.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let position = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, position);
      if (found === -1) return false;
      position = found + part.length;
    }
    return position <= end;
  };
}

function string(operand: unknown, path: readonly string[], operator: string): string {
  if (typeof operand === 'string') return operand;
  throw new InvalidPattern(path, `${operator} takes a string`);
}
