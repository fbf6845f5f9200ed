import type { Row } from './database.ts';
import { platformError } from './platform.ts';

/** Reads a column; undefined for one that does not exist. */
type Find = (path: string) => ((row: Row) => string) | undefined;
type Predicate = (row: Row) => boolean;

const OPERATORS: Readonly<Record<string, (value: string, operand: string) => boolean>> = {
  '=': (value, operand) => value === operand,
  '!=': (value, operand) => value !== operand,
  '>': (value, operand) => compareValues(value, operand) > 0,
  '<': (value, operand) => compareValues(value, operand) < 0,
  LIKE: (value, operand) => value.includes(operand),
  STARTSWITH: (value, operand) => value.startsWith(operand),
  ENDSWITH: (value, operand) => value.endsWith(operand),
};

const TERM = /^([a-z0-9_.]*)(!=|=|[<>](?!=)|STARTSWITH|ENDSWITH|LIKE)?(.*)$/s;

/**
 * The rows that an encoded query returns, in its order (servicenow 28). A term with a field that does not exist is
 * ignored, which widens the query, or, if the instance is `strict`, nothing matches.
 */
export function select(rows: readonly Row[], query: string, find: Find, strict: boolean): Row[] {
  const parts = query.split('^').filter((part) => part !== '');
  const orders = parts.flatMap((part) => {
    const [, descending, field = ''] = /^ORDERBY(DESC)?(.*)$/s.exec(part) ?? [];
    const read = find(field);
    return read ? [{ read, sign: descending ? -1 : 1 }] : [];
  });
  /** All must match, of each any. */
  const groups: Predicate[][] = [];
  for (const part of parts.filter((one) => !one.startsWith('ORDERBY'))) {
    const [, or, term = ''] = /^(OR)?(.*)$/s.exec(part) ?? [];
    const predicate = parseTerm(term, find);
    if (predicate === undefined && strict) return [];
    const group = or && groups.at(-1);
    if (predicate && group) group.push(predicate);
    else if (predicate) groups.push([predicate]);
  }
  return rows
    .filter((row) => groups.every((any) => any.some((matches) => matches(row))))
    .sort((a, b) => orders.reduce((sum, { read, sign }) => sum || sign * compareValues(read(a), read(b)), 0));
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

/** Numbers by value. */
function compareValues(a: string, b: string): number {
  const difference = a === '' || b === '' ? Number.NaN : Number(a) - Number(b);
  if (!Number.isNaN(difference)) return difference;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
