import type { Row } from './database.ts';
import { platformError } from './errors.ts';

type Predicate = (row: Row) => boolean;
type Compare = (a: Row, b: Row) => number;
/** Reads a column; undefined for one that does not exist. */
export type Find = (path: string) => ((row: Row) => string) | undefined;

const OPERATORS: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  '=': (value, operand) => value === operand,
  '!=': (value, operand) => value !== operand,
  '>': (value, operand) => compareValues(value, operand) > 0,
  '<': (value, operand) => compareValues(value, operand) < 0,
  LIKE: (value, operand) => value.includes(operand),
  STARTSWITH: (value, operand) => value.startsWith(operand),
  ENDSWITH: (value, operand) => value.endsWith(operand),
  IN: (value, operand) => operand.split(',').includes(value),
};

const TERM = /^([a-z0-9_.]*)(!=|=|[<>](?!=)|STARTSWITH|ENDSWITH|LIKE|IN)?(.*)$/s;

/**
 * Reads an encoded query (servicenow 28). A term with a field that does not exist is ignored, which widens the query, or,
 * if the instance is `strict`, nothing matches.
 */
export function parseQuery(source: string, find: Find, strict: boolean) {
  const parts = source.split('^').filter((part) => part !== '' && part !== 'EQ');
  const isOrder = (part: string) => part.startsWith('ORDERBY');
  const compares = parts.filter(isOrder).flatMap((part) => parseOrder(part, find) ?? []);
  /** All must match, of each any. */
  const groups: Predicate[][] = [];
  let isValid = true;
  for (const part of parts.filter((one) => !isOrder(one))) {
    const isAlternative = part.startsWith('OR');
    const predicate = parseTerm(isAlternative ? part.slice(2) : part, find);
    const group = isAlternative ? groups.at(-1) : undefined;
    if (predicate === undefined) isValid = false;
    else if (group) group.push(predicate);
    else groups.push([predicate]);
  }
  return {
    matches: (row: Row) => (isValid || !strict) && groups.every((any) => any.some((matches) => matches(row))),
    compare: (a: Row, b: Row) => compares.reduce((result, compare) => result || compare(a, b), 0),
  };
}

function parseTerm(term: string, find: Find): Predicate | undefined {
  const [, field = '', name = '', operand = ''] = TERM.exec(term) ?? [];
  const [read, operator] = [find(field), OPERATORS[name]];
  // The platform has more operators. To ignore them would be a wrong answer.
  if ((read && !operator) || term.startsWith('NQ')) {
    throw platformError(400, 'Not simulated', `The simulator does not evaluate '${term}'`);
  }
  return read && operator && ((row) => operator(read(row), operand));
}

function parseOrder(part: string, find: Find): Compare | undefined {
  const [, descending, field = ''] = /^ORDERBY(DESC)?(.*)$/s.exec(part) ?? [];
  const read = find(field);
  const sign = descending ? -1 : 1;
  return read && ((a, b) => sign * compareValues(read(a), read(b)));
}

/** Numbers by value. */
function compareValues(a: string, b: string): number {
  const difference = a === '' || b === '' ? Number.NaN : Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
