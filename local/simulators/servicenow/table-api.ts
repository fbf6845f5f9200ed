import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { platformError } from './errors.ts';
import { parseQuery } from './query.ts';
import { findPath, render, type Shape } from './render.ts';
import type { Instance } from './rules/rules.ts';
import { TABLES, tableOf } from './tables.ts';

/** The simulator's first path segment, which links need. */
const PREFIX = '/servicenow';
/** servicenow 27. */
const DEFAULT_LIMIT = 10_000;

/** Reading of tables and records (servicenow 27). */
export function tableRoutes(instance: Instance): VendorRoutes {
  return {
    'GET /api/now/table/{table}': (call) => list(instance, call),
    'GET /api/now/v2/table/{table}': (call) => list(instance, call),
    'GET /api/now/table/{table}/{sys_id}': (call) => record(instance, call),
    'GET /api/now/v2/table/{table}/{sys_id}': (call) => record(instance, call),
  };
}

function list({ database, settings }: Instance, call: VendorCall): HttpResponse {
  const { parameters } = call;
  const { table, shape } = read(call);
  const strict = settings.current['glide.invalid_query.returns_no_rows'];
  const find = (path: string) => findPath(database, table, path)?.read;
  const { matches, compare } = parseQuery(parameters.get('sysparm_query') ?? '', find, strict);
  const rows = database.rows(table).filter(matches).sort(compare);
  const limit = integer(parameters, 'sysparm_limit') || DEFAULT_LIMIT;
  const offset = integer(parameters, 'sysparm_offset');
  const isCounted = parameters.get('sysparm_no_count') !== 'true';
  const hasLinks = parameters.get('sysparm_suppress_pagination_header') !== 'true';
  const result = rows.slice(offset, offset + limit).map((row) => render(database, table, row, shape));
  return jsonResponse(
    200,
    { result },
    {
      ...(isCounted && { 'x-total-count': String(rows.length) }),
      ...(hasLinks && { link: pagination(call, rows.length, limit, offset, isCounted) }),
    },
  );
}

function record({ database }: Instance, call: VendorCall): HttpResponse {
  const { table, shape } = read(call);
  const row = database.get(table, call.params.sys_id ?? '');
  if (row !== undefined) return jsonResponse(200, { result: render(database, table, row, shape) });
  throw platformError(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}

function read(call: VendorCall): { readonly table: string; readonly shape: Shape } {
  const { parameters, params } = call;
  const { table = '' } = params;
  if (!Object.hasOwn(TABLES, table)) throw platformError(400, `Invalid table ${table}`);
  const hasLinks = parameters.get('sysparm_exclude_reference_link') !== 'true';
  const shape = {
    paths: parameters.get('sysparm_fields')?.split(/\s*,\s*/) ?? Object.keys(tableOf(table).columns),
    display: parameters.get('sysparm_display_value'),
    linkBase: hasLinks ? `${baseOf(call)}/api/now/table/` : undefined,
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

/** What is no number is ignored. */
function integer(parameters: URLSearchParams, name: string): number {
  const value = parameters.get(name) ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}
