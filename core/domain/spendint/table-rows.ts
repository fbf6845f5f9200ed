import type { Order, TableQuery, Term } from './table-query.ts';

/** A row of text, whose references bring the row that they refer to. */
export interface Row {
  readonly [column: string]: string | Reference;
}

export interface Reference {
  /** The `sys_id` of the other row. */
  readonly value: string;
  readonly row: Row | null;
}

/** The rows that a query selects, in its order; rows that are equal in it keep theirs. */
export function selectRows<Selected extends Row>(rows: readonly Selected[], { all, orders }: TableQuery): Selected[] {
  return rows
    .filter((row) => all.every((terms) => terms.some((term) => matches(row, term))))
    .sort((one, other) => compareRows(one, other, orders));
}

/** The text at a path, of a reference its `sys_id`; empty where the walk ends early, as a column without value is. */
export function textAt(row: Row, path: readonly string[]): string {
  let current: Row | null = row;
  for (const [index, step] of path.entries()) {
    const value: string | Reference | undefined = current && Object.hasOwn(current, step) ? current[step] : undefined;
    if (index === path.length - 1) return typeof value === 'object' ? value.value : (value ?? '');
    current = typeof value === 'object' ? value.row : null;
  }
  return '';
}

/** Names and values are case-sensitive (spendint 36). */
function matches(row: Row, { path, operator, values }: Term): boolean {
  const text = textAt(row, path);
  const [value = ''] = values;
  switch (operator) {
    case '=':
      return text === value;
    case '!=':
      return text !== value;
    case 'IN':
      return values.includes(text);
    case 'LIKE':
      return text.includes(value);
    case 'STARTSWITH':
      return text.startsWith(value);
    case 'ENDSWITH':
      return text.endsWith(value);
    case '>':
      return text !== '' && compare(text, value) > 0;
    case '<':
      return text !== '' && compare(text, value) < 0;
    case '>=':
      return text !== '' && compare(text, value) >= 0;
    case '<=':
      return text !== '' && compare(text, value) <= 0;
  }
}

function compareRows(one: Row, other: Row, orders: readonly Order[]): number {
  for (const { path, descending } of orders) {
    const difference = compare(textAt(one, path), textAt(other, path));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** Only what a binary number holds exactly: a `sys_id` may consist of digits, too. */
const NUMBER = /^-?\d{1,12}(?:\.\d{1,3})?$/;

/** Numbers by their value and before other text; other text, such as times, by its characters. */
function compare(one: string, other: string): number {
  const [isNumber, isOtherNumber] = [NUMBER.test(one), NUMBER.test(other)];
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  if (isNumber) return Number(one) - Number(other);
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
