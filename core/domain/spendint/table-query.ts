/** Parses `sysparm_query`, the encoded query of ServiceNow's Table API (spendint 35–37). */

/** A table's columns by name: null for a value, the columns of the other table for a reference. */
export interface Columns {
  readonly [name: string]: Columns | null;
}

export type Operator = (typeof OPERATORS)[number];

export interface Term {
  /** The names from this table to the column: `outbound_error.state` walks one reference. */
  readonly path: readonly string[];
  readonly operator: Operator;
  /** One value, or those of IN. */
  readonly values: readonly string[];
}

export interface Order {
  readonly path: readonly string[];
  readonly descending: boolean;
}

export interface TableQuery {
  /** Each of these has one term or several, of which one suffices. */
  readonly all: readonly (readonly Term[])[];
  readonly orders: readonly Order[];
}

export type ParsedQuery = { readonly query: TableQuery } | { readonly refusal: string };

/** The longer of two that begin alike precedes. */
const OPERATORS = ['STARTSWITH', 'ENDSWITH', 'LIKE', 'IN', '!=', '>=', '<=', '=', '>', '<'] as const;
const COLUMN = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*/;
const MAX_LENGTH = 4000;
const MAX_TERMS = 50;
const MAX_VALUES = 200;
/** Of a name in a refusal. */
const SHOWN = 80;

/** A query that names a column that isn't there is refused, whereas ServiceNow ignores the term and returns more (spendint 37). */
export function parseTableQuery(text: string, columns: Columns): ParsedQuery {
  if (text === '') return { query: { all: [], orders: [] } };
  if (text.length > MAX_LENGTH) return { refusal: `sysparm_query must have at most ${MAX_LENGTH} characters` };
  const parts = text.split('^');
  if (parts.length > MAX_TERMS) return { refusal: `sysparm_query must have at most ${MAX_TERMS} terms` };
  const all: Term[][] = [];
  const orders: Order[] = [];
  for (const part of parts) {
    const parsed = parsePart(part, columns);
    if ('refusal' in parsed) return parsed;
    if ('order' in parsed) orders.push(parsed.order);
    else if (!parsed.alternative) all.push([parsed.term]);
    else if (all.length === 0) return { refusal: `sysparm_query must not begin with ${shown(part)}` };
    else all.at(-1)?.push(parsed.term);
  }
  return { query: { all, orders } };
}

type ParsedPart =
  | { readonly term: Term; readonly alternative: boolean }
  | { readonly order: Order }
  | { readonly refusal: string };

function parsePart(part: string, columns: Columns): ParsedPart {
  for (const [word, descending] of [
    ['ORDERBYDESC', true],
    ['ORDERBY', false],
  ] as const) {
    if (part.startsWith(word)) return parseOrder(part.slice(word.length), descending, columns);
  }
  const alternative = part.startsWith('OR');
  const condition = alternative ? part.slice('OR'.length) : part;
  const name = COLUMN.exec(condition)?.[0] ?? '';
  const rest = condition.slice(name.length);
  const operator = OPERATORS.find((word) => rest.startsWith(word));
  if (!name || !operator) return { refusal: `sysparm_query has a term that can't be read: ${shown(part)}` };
  const path = pathOf(name, columns);
  if (!path) return unknownField(name);
  const value = rest.slice(operator.length);
  const values = operator === 'IN' ? value.split(',') : [value];
  if (values.length > MAX_VALUES) return { refusal: `${name} must be IN at most ${MAX_VALUES} values` };
  return { term: { path, operator, values }, alternative };
}

function parseOrder(name: string, descending: boolean, columns: Columns): ParsedPart {
  const path = pathOf(name, columns);
  return path ? { order: { path, descending } } : unknownField(name);
}

function unknownField(name: string): ParsedPart {
  return { refusal: `sysparm_query has an unknown field: ${shown(name)}` };
}

function shown(text: string): string {
  return text.slice(0, SHOWN).toWellFormed();
}

/** The names of a dot-walk; undefined when one of them is not a column of its table. */
export function pathOf(name: string, columns: Columns): string[] | undefined {
  const path = name.split('.');
  let table: Columns | null | undefined = columns;
  for (const step of path) {
    if (!table || !Object.hasOwn(table, step)) return undefined;
    table = table[step];
  }
  return path;
}
