import { jsonResponse } from '../../http/message.ts';
import { ownOf } from '../entity.ts';
import { baseUrlOf, type VendorCall, type VendorError, type VendorRoute, type VendorRoutes } from '../vendor-api.ts';
import type { ServiceNowSettings } from './access.ts';
import type { Database, Row } from './database.ts';
import { platformError } from './platform.ts';
import { type Column, TABLES, tableOf } from './tables.ts';

/** servicenow 27. */
const DEFAULT_LIMIT = 10_000;

/** Reading of tables and records (servicenow 27). */
export function tableRoutes(database: Database, settings: ServiceNowSettings): VendorRoutes {
  const list: VendorRoute = (call) => {
    const table = tableName(call);
    const strict = settings.current['glide.invalid_query.returns_no_rows'];
    const find = (path: string) => findPath(database, table, path)?.read;
    const rows = select(database.rows(table), call.parameters.get('sysparm_query') ?? '', find, strict);
    const [limit, offset] = [integer(call, 'sysparm_limit') || DEFAULT_LIMIT, integer(call, 'sysparm_offset')];
    const result = rows.slice(offset, offset + limit).map((row) => render(database, table, row, call));
    if (result.length === 0 && call.path.startsWith('/api/now/v1/')) throw noRecord();
    const count = isTrue(call, 'sysparm_no_count') ? {} : { 'x-total-count': String(rows.length) };
    const hasLinks = !isTrue(call, 'sysparm_suppress_pagination_header');
    const links = hasLinks ? { link: pagination(call, rows.length, limit, offset) } : {};
    return jsonResponse(200, { result }, { ...count, ...links });
  };
  const record: VendorRoute = (call) => {
    const table = tableName(call);
    const row = database.get(table, call.params.sys_id ?? '');
    if (row !== undefined) return jsonResponse(200, { result: render(database, table, row, call) });
    throw noRecord();
  };
  const routes = ['/api/now', '/api/now/v1', '/api/now/v2'].map((base) => {
    return { [`GET ${base}/table/{table}`]: list, [`GET ${base}/table/{table}/{sys_id}`]: record };
  });
  return Object.assign({}, ...routes);
}

function noRecord(): VendorError {
  return platformError(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}

function tableName({ params: { table = '' } }: VendorCall): string {
  if (!Object.hasOwn(TABLES, table)) throw platformError(400, `Invalid table ${table}`);
  return table;
}

/** servicenow 27. Without a count there is no last page to name. */
function pagination(call: VendorCall, total: number, limit: number, offset: number): string {
  const offsets = {
    first: 0,
    prev: offset > 0 ? Math.max(0, offset - limit) : undefined,
    next: offset + limit < total ? offset + limit : undefined,
    last: isTrue(call, 'sysparm_no_count') ? undefined : Math.max(0, Math.ceil(total / limit) - 1) * limit,
  };
  const links = Object.entries(offsets).flatMap(([rel, to]) => {
    const query = new URLSearchParams(call.parameters);
    query.set('sysparm_limit', String(limit));
    query.set('sysparm_offset', String(to));
    return to === undefined ? [] : `<${baseUrlOf(call, 'servicenow')}${call.path}?${query}>;rel="${rel}"`;
  });
  return links.join(',');
}

function isTrue({ parameters }: VendorCall, name: string): boolean {
  return parameters.get(name) === 'true';
}

/** What is no number is ignored. */
function integer({ parameters }: VendorCall, name: string): number {
  const value = parameters.get(name) ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}

/** A column of a table or, as `purchase_order.status`, of the row that a reference leads to; with how it is read. */
function findPath(
  database: Database,
  table: string,
  path: string,
): { column: Column; read: (row: Row) => string } | undefined {
  const [name = '', ...rest] = path.split('.');
  const column = ownOf(tableOf(table).columns, name);
  if (rest.length === 0) return column && { column, read: (row) => row[name] ?? '' };
  const { reference } = column ?? {};
  if (reference === undefined) return undefined;
  const inner = findPath(database, reference, rest.join('.'));
  return inner && { ...inner, read: (row) => inner.read(database.get(reference, row[name] ?? '') ?? {}) };
}

function render(database: Database, table: string, row: Row, call: VendorCall): object {
  const paths = call.parameters.get('sysparm_fields')?.split(/\s*,\s*/) ?? Object.keys(tableOf(table).columns);
  const shown = paths.flatMap((path) => {
    const found = findPath(database, table, path);
    return found ? [[path, show(database, found.column, found.read(row), call)]] : [];
  });
  return Object.fromEntries(shown);
}

function show(database: Database, { reference = '', choices = {} }: Column, value: string, call: VendorCall): unknown {
  const target = database.get(reference, value);
  const choice = Object.entries(choices).find(([, chosen]) => chosen === value);
  const [display = ''] = Object.keys(TABLES[reference]?.columns ?? {});
  const display_value = target?.[display] ?? choice?.[0] ?? value;
  const hasLink = target && !isTrue(call, 'sysparm_exclude_reference_link');
  const link = hasLink ? `${baseUrlOf(call, 'servicenow')}/api/now/table/${reference}/${value}` : undefined;
  if (call.parameters.get('sysparm_display_value') === 'all') return { display_value, value, link };
  const isDisplay = isTrue(call, 'sysparm_display_value');
  if (link === undefined) return isDisplay ? display_value : value;
  return isDisplay ? { display_value, link } : { link, value };
}

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
