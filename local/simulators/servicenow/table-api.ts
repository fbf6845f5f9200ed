import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { ownOf } from '../entity.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import type { Database, Row } from './database.ts';
import { platformError } from './errors.ts';
import { select } from './query.ts';
import type { ServiceNowSettings } from './settings.ts';
import { type Column, TABLES, tableOf } from './tables.ts';

/** The simulator's first path segment, which links need. */
const PREFIX = '/servicenow';
/** servicenow 27. */
const DEFAULT_LIMIT = 10_000;

/** Reading of tables and records (servicenow 27). */
export function tableRoutes(database: Database, settings: ServiceNowSettings): VendorRoutes {
  const list = (call: VendorCall) => listRows(database, settings, call);
  const record = (call: VendorCall) => readRecord(database, call);
  return {
    'GET /api/now/table/{table}': list,
    'GET /api/now/v2/table/{table}': list,
    'GET /api/now/table/{table}/{sys_id}': record,
    'GET /api/now/v2/table/{table}/{sys_id}': record,
  };
}

function listRows(database: Database, settings: ServiceNowSettings, call: VendorCall): HttpResponse {
  const { parameters } = call;
  const { table, shape } = read(call);
  const strict = settings.current['glide.invalid_query.returns_no_rows'];
  const find = (path: string) => findPath(database, table, path)?.read;
  const rows = select(database.rows(table), parameters.get('sysparm_query') ?? '', find, strict);
  const [limit, offset] = [integer(call, 'sysparm_limit') || DEFAULT_LIMIT, integer(call, 'sysparm_offset')];
  const result = rows.slice(offset, offset + limit).map((row) => render(database, table, row, shape));
  const isCounted = !isTrue(call, 'sysparm_no_count');
  const headers = {
    ...(isCounted && { 'x-total-count': String(rows.length) }),
    ...(!isTrue(call, 'sysparm_suppress_pagination_header') && {
      link: pagination(call, rows.length, limit, offset, isCounted),
    }),
  };
  return jsonResponse(200, { result }, headers);
}

function readRecord(database: Database, call: VendorCall): HttpResponse {
  const { table, shape } = read(call);
  const row = database.get(table, call.params.sys_id ?? '');
  if (row !== undefined) return jsonResponse(200, { result: render(database, table, row, shape) });
  throw platformError(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}

function read(call: VendorCall): { readonly table: string; readonly shape: Shape } {
  const { table = '' } = call.params;
  const found = ownOf(TABLES, table);
  if (found === undefined) throw platformError(400, `Invalid table ${table}`);
  const shape = {
    paths: call.parameters.get('sysparm_fields')?.split(/\s*,\s*/) ?? Object.keys(found.columns),
    display: call.parameters.get('sysparm_display_value'),
    linkBase: isTrue(call, 'sysparm_exclude_reference_link') ? undefined : `${baseOf(call)}/api/now/table/`,
  };
  return { table, shape };
}

/** servicenow 27. Without a count there is no last page to name. */
function pagination(call: VendorCall, total: number, limit: number, offset: number, isCounted: boolean): string {
  const offsets = {
    first: 0,
    prev: offset > 0 ? Math.max(0, offset - limit) : undefined,
    next: offset + limit < total ? offset + limit : undefined,
    last: isCounted ? Math.max(0, Math.ceil(total / limit) - 1) * limit : undefined,
  };
  const links = Object.entries(offsets).flatMap(([rel, to]) => {
    if (to === undefined) return [];
    const query = new URLSearchParams(call.parameters);
    query.set('sysparm_limit', String(limit));
    query.set('sysparm_offset', String(to));
    return `<${baseOf(call)}${call.path}?${query}>;rel="${rel}"`;
  });
  return links.join(',');
}

function baseOf({ headers }: VendorCall): string {
  return `http://${headers.host}${PREFIX}`;
}

function isTrue({ parameters }: VendorCall, name: string): boolean {
  return parameters.get(name) === 'true';
}

/** What is no number is ignored. */
function integer({ parameters }: VendorCall, name: string): number {
  const value = parameters.get(name) ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}

/** How the values of a response are shown (servicenow 27). */
interface Shape {
  readonly paths: readonly string[];
  /** `true`, `all`, or anything else for the values alone. */
  readonly display: string | null;
  /** What precedes table and sys_id in a reference's link; undefined without links. */
  readonly linkBase: string | undefined;
}

interface Path {
  readonly column: Column;
  readonly read: (row: Row) => string;
}

/** A column of a table or, as `purchase_order.status`, of the row that a reference leads to. */
function findPath(database: Database, table: string, path: string): Path | undefined {
  const [name = '', ...rest] = path.split('.');
  const column = ownOf(tableOf(table).columns, name);
  if (rest.length === 0) return column && { column, read: (row) => row[name] ?? '' };
  const { reference } = column ?? {};
  const inner = reference && findPath(database, reference, rest.join('.'));
  if (!inner) return undefined;
  const target = (row: Row) => database.get(reference, row[name] ?? '');
  return { column: inner.column, read: (row) => inner.read(target(row) ?? {}) };
}

function render(database: Database, table: string, row: Row, shape: Shape): object {
  const shown = shape.paths.flatMap((path) => {
    const found = findPath(database, table, path);
    return found === undefined ? [] : [[path, show(database, found.column, found.read(row), shape)]];
  });
  return Object.fromEntries(shown);
}

function show(database: Database, { reference = '', choices }: Column, value: string, { display, linkBase }: Shape) {
  const target = database.get(reference, value);
  const display_value = target?.[tableOf(reference).display] ?? choices?.[value] ?? value;
  const link = target && linkBase && `${linkBase}${reference}/${value}`;
  if (display === 'all') return { display_value, value, link };
  const isDisplay = display === 'true';
  if (link === undefined) return isDisplay ? display_value : value;
  return isDisplay ? { display_value, link } : { link, value };
}
