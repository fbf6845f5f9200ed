import type { HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity } from '../entity.ts';
import { filtered, pageOf } from '../paging.ts';
import { type EntityType, shownValue } from './edm.ts';
import { ODATA_JSON } from './errors.ts';
import { etagOf } from './orders.ts';
import type { Query } from './query.ts';
import type { Located } from './resources.ts';

interface Shape {
  /** The properties to show; undefined: all. */
  readonly select?: readonly string[] | undefined;
  /** Whether children are shown too. */
  readonly deep?: boolean;
  readonly messages?: readonly object[];
}

/** An entity as JSON. */
export function render(type: EntityType, { entity, order }: Located, shape: Shape): Record<string, unknown> {
  const { select, deep = false, messages = [] } = shape;
  const json: Record<string, unknown> = { '@odata.etag': etagOf(order) };
  for (const [name, property] of Object.entries(type.properties)) {
    if (!select || select.includes(name)) json[name] = shownValue(entity, name, property);
  }
  if (type.messages && (!select || select.includes('SAP__Messages'))) json.SAP__Messages = messages;
  for (const [navigation, child] of deep ? Object.entries(type.children) : []) {
    json[navigation] = childrenOf(entity, navigation).map((row) => render(child, { entity: row, order }, { deep }));
  }
  return json;
}

export function entityResponse(
  status: number,
  path: string,
  type: EntityType,
  row: Located,
  shape: Shape,
): HttpResponse {
  return {
    status,
    headers: { ...ODATA_JSON, etag: etagOf(row.order) },
    body: JSON.stringify({ '@odata.context': `${contextOf(path, type)}/$entity`, ...render(type, row, shape) }),
  };
}

/**
 * The rows of a page. It ends at the server's page size, which may be smaller than `$top`; `next` is how many rows have
 * been delivered, if more follow (sap 35).
 */
export function pageRows<Row>(
  rows: Iterable<Row>,
  entityOf: (row: Row) => Entity,
  { filter, compare, top, skip, delivered, count }: Query,
  pageSize: number,
) {
  const matching = filtered(rows, (row) => filter(entityOf(row)));
  const all = compare || count ? [...matching] : undefined;
  if (compare) all?.sort((a, b) => compare(entityOf(a), entityOf(b)));
  const limit = Math.max(0, Math.min(pageSize, top - delivered));
  const page = pageOf(all ?? matching, skip + delivered, limit);
  const next = delivered + page.rows.length;
  return {
    page: page.rows,
    count: count ? all?.length : undefined,
    next: page.more && next < top ? next : undefined,
  };
}

export function listResponse(
  path: string,
  type: EntityType,
  rows: Iterable<Located>,
  search: URLSearchParams,
  query: Query,
  pageSize: number,
): HttpResponse {
  const { page, count, next } = pageRows(rows, ({ entity }) => entity, query, pageSize);
  const body = {
    '@odata.context': contextOf(path, type),
    '@odata.count': count,
    value: page.map((row) => render(type, row, { select: query.select })),
    '@odata.nextLink': next === undefined ? undefined : nextLink(path, search, next),
  };
  return { status: 200, headers: ODATA_JSON, body: JSON.stringify(body) };
}

function nextLink(path: string, search: URLSearchParams, delivered: number): string {
  const options = [...search]
    .filter(([name]) => name !== '$skiptoken')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${path.split('/').at(-1)}?${[...options, `$skiptoken=${delivered}`].join('&')}`;
}

/** Relative to the request's URL. */
function contextOf(path: string, { set }: EntityType): string {
  return `${'../'.repeat(path.split('/').length - 1)}$metadata#${set}`;
}
