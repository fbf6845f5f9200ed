import { readPage } from '../../../core/domain/spendint/table-page.ts';
import { parseTableQuery, type TableQuery } from '../../../core/domain/spendint/table-query.ts';
import { selectRows } from '../../../core/domain/spendint/table-rows.ts';
import { type TableDefinition, tableOf } from '../../../core/domain/spendint/tables/index.ts';
import { type Rendering, renderRow } from '../../../core/domain/spendint/tables/render-row.ts';
import { columnsOf } from '../../../core/domain/spendint/tables/schema.ts';
import type { HttpEvent } from '../../../core/runtime/http/request.ts';
import type { RouteOutcome } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { acceptedType } from '../accepted-type.ts';
import { DialectError } from '../dialect-error.ts';
import { loadRows } from '../load-rows.ts';
import { defineSupplierRoute, type SupplierCaller } from '../supplier-route.ts';
import { linkHeader, originOf } from '../table-links.ts';
import { fittingRows } from '../table-response.ts';

/** The routes of ServiceNow's Table API (spendint 35–38, 70–74): of the caller's own rows. */
export function getTable(table: Table) {
  const list = (event: HttpEvent, caller: SupplierCaller, nowMs: number) => listRows(table, event, caller, nowMs);
  const get = (event: HttpEvent, caller: SupplierCaller, nowMs: number) => getRow(table, event, caller, nowMs);
  return {
    'GET /api/now/table/{table}': defineSupplierRoute('GET /api/now/table/{table}', list),
    'GET /api/now/{version}/table/{table}': defineSupplierRoute('GET /api/now/{version}/table/{table}', list),
    'GET /api/now/table/{table}/{sys_id}': defineSupplierRoute('GET /api/now/table/{table}/{sys_id}', get),
    'GET /api/now/{version}/table/{table}/{sys_id}': defineSupplierRoute(
      'GET /api/now/{version}/table/{table}/{sys_id}',
      get,
    ),
  };
}

async function listRows(table: Table, event: HttpEvent, caller: SupplierCaller, nowMs: number): Promise<RouteOutcome> {
  const version = versionOf(event);
  const parameters = event.queryStringParameters ?? {};
  const definition = definitionOf(event);
  const query = queryOf(definition, parameters.sysparm_query ?? '');
  const page = readPage(parameters, columnsOf(definition.schema));
  if ('refusal' in page) throw new DialectError(400, 'Invalid parameter', page.refusal);
  const rows = selectRows(await loadRows(table, caller, definition, query, nowMs), query);
  const rendering = renderingOf(event);
  const result = fittingRows(
    rows.slice(page.offset, page.offset + page.limit),
    (row) => renderRow(row, definition.schema, page.fields, rendering),
    acceptedType(event.headers.accept),
  );
  if (result.length === 0 && version === 'v1') throw noRecord();
  const shown = { ...page, count: result.length, total: rows.length };
  return {
    status: 200,
    body: { result },
    headers: {
      ...(parameters.sysparm_no_count !== 'true' && { 'x-total-count': String(rows.length) }),
      ...(parameters.sysparm_suppress_pagination_header !== 'true' && { link: linkHeader(event, shown) }),
    },
  };
}

async function getRow(table: Table, event: HttpEvent, caller: SupplierCaller, nowMs: number): Promise<RouteOutcome> {
  versionOf(event);
  const definition = definitionOf(event);
  const page = readPage(event.queryStringParameters ?? {}, columnsOf(definition.schema));
  if ('refusal' in page) throw new DialectError(400, 'Invalid parameter', page.refusal);
  const rows = await loadRows(table, caller, definition, { all: [], orders: [] }, nowMs);
  const row = rows.find(({ sys_id }) => sys_id === event.pathParameters?.sys_id);
  if (!row) throw noRecord();
  return { status: 200, body: { result: renderRow(row, definition.schema, page.fields, renderingOf(event)) } };
}

/** Longest part of a path that an error repeats. */
const SHOWN = 80;

function versionOf({ pathParameters, rawPath }: HttpEvent): string {
  const { version = 'v2' } = pathParameters ?? {};
  if (version === 'v1' || version === 'v2') return version;
  throw new DialectError(404, 'Requested URI does not represent any resource', rawPath.slice(0, SHOWN));
}

function definitionOf({ pathParameters }: HttpEvent): TableDefinition {
  const { table: name = '' } = pathParameters ?? {};
  const definition = tableOf(name);
  if (!definition) throw new DialectError(400, `Invalid table ${name.slice(0, SHOWN).toWellFormed()}`);
  return definition;
}

function queryOf({ schema }: TableDefinition, text: string): TableQuery {
  const parsed = parseTableQuery(text, columnsOf(schema));
  if ('refusal' in parsed) throw new DialectError(400, 'Invalid query', parsed.refusal);
  return parsed.query;
}

function renderingOf(event: HttpEvent): Rendering {
  const { sysparm_display_value: display, sysparm_exclude_reference_link: withoutLinks } =
    event.queryStringParameters ?? {};
  return {
    display: display === 'true' || display === 'all' ? display : 'false',
    tables: withoutLinks === 'true' ? null : `${originOf(event)}/api/now/table`,
  };
}

function noRecord(): DialectError {
  return new DialectError(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}
