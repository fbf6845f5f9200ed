/** GET: one entity, or a list in pages (facts 1.5 and 1.6). */
import type { HttpAnswer } from '../../http/message.ts';
import type { Entity } from './entity.ts';
import { ODATA_JSON } from './errors.ts';
import { etagOf } from './orders.ts';
import { parseQuery, type Query } from './query.ts';
import type { Located, Resource } from './resources.ts';
import { render, type Shape } from './shape.ts';

/** `path` is what follows the service root; links in answers are relative to it. */
export function read(resource: Resource, path: string, search: URLSearchParams, pageSize: number): HttpAnswer {
  const query = parseQuery(resource.type, search);
  const [row] = resource.rows;
  if (resource.single && row) return entityAnswer(200, resource, row, path, query.shape);
  const rows = resource.rows
    .filter(({ entity }) => query.filter(entity))
    .sort((a, b) => query.compare(a.entity, b.entity));
  if (resource.count) return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(rows.length) };
  return listAnswer(resource, rows, path, search, query, pageSize);
}

export function entityAnswer(
  status: number,
  { type }: Pick<Resource, 'type'>,
  { entity, order }: Located,
  path: string,
  shape: Shape,
  extra: { readonly headers?: Record<string, string>; readonly messages?: Parameters<typeof render>[4] } = {},
): HttpAnswer {
  const context = { '@odata.context': `${up(path)}$metadata#${type.set}/$entity` };
  return {
    status,
    headers: { ...ODATA_JSON, etag: etagOf(order), ...extra.headers },
    body: JSON.stringify({ ...context, ...render(type, entity, order, shape, extra.messages) }),
  };
}

/** A page ends at the server's page size, which may be smaller than `$top`; then `@odata.nextLink` goes on. */
function listAnswer(
  { type }: Resource,
  rows: readonly Located[],
  path: string,
  search: URLSearchParams,
  { top, skip, delivered, count, shape }: Query,
  pageSize: number,
): HttpAnswer {
  const wanted = rows.slice(skip, skip + top);
  const page = wanted.slice(delivered, delivered + pageSize);
  const next = delivered + page.length;
  const body = {
    '@odata.context': `${up(path)}$metadata#${type.set}`,
    ...(count ? { '@odata.count': rows.length } : {}),
    value: page.map(({ entity, order }) => render(type, entity, order, shape)),
    ...(next < wanted.length ? { '@odata.nextLink': nextLink(path, search, next) } : {}),
  };
  return { status: 200, headers: ODATA_JSON, body: JSON.stringify(body) };
}

/** Relative to the URL of the request (inferred): a client must resolve it, not paste it. */
function nextLink(path: string, search: URLSearchParams, delivered: number): string {
  const options = [...search]
    .filter(([name]) => name !== '$skiptoken')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${path.split('/').at(-1)}?${[...options, `$skiptoken=${delivered}`].join('&')}`;
}

/** From the request's URL back to the service root. */
function up(path: string): string {
  return '../'.repeat(path.split('/').length - 1);
}

/** The number of an order as an OData key. */
export function keyOf(order: Entity): string {
  return `PurchaseOrder('${order.values.PurchaseOrder}')`;
}
