import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { textOf } from '../../entity.ts';
import { pageOf } from '../../paging.ts';
import { baseUrlOf } from '../../vendor-api.ts';
import type { Dialect, Place, Service, Shape } from './dialects.ts';
import { childRows, type EntityType, type Row, shownValue, typesIn } from './edm.ts';
import { clientError, SapError } from './errors.ts';
import { parseQuery, type Query } from './query.ts';
import { findResource, isSingle, onlyRow } from './resources.ts';

/** Answers a call of a service. */
export function serve(service: Service, request: HttpRequest, pageSize: number, now: number): HttpResponse {
  const { root, dialect, write } = service;
  const path = request.path.slice(root.length).replace(/\/$/, '');
  try {
    if (request.method === 'GET' || request.method === 'HEAD') return read(service, path, request, pageSize);
    if (write === undefined) throw clientError(405, `${request.method} not supported`);
    return write(path, request);
  } catch (error) {
    if (error instanceof SapError) return dialect.error(error, now);
    throw error;
  }
}

function read(service: Service, path: string, request: HttpRequest, pageSize: number): HttpResponse {
  const { dialect } = service;
  if (path === '') return json(dialect, dialect.serviceDocument(typesIn(service.type).map(({ set }) => set)));
  const resource = findResource(service, path);
  const search = new URLSearchParams(request.query);
  const query = parseQuery(resource.type, search, dialect);
  const place = { type: resource.type, path, base: `${baseUrlOf(request, 'sap')}${service.root}` };
  if (resource.isOne) return entityResponse(dialect, place, onlyRow(resource), query.shape);
  const { rows, count, next } = pageRows(resource.rows(), query, pageSize);
  const shown = rows.map((row) => render(dialect, place, row, query.shape));
  return json(dialect, dialect.page(shown, count, next && nextQuery(search, next), place));
}

export function entityResponse(dialect: Dialect, place: Place, row: Row, shape: Shape): HttpResponse {
  const response = json(dialect, dialect.entity(render(dialect, place, row, shape), place));
  const etag = dialect.etagOf?.(row.root);
  return etag === undefined ? response : { ...response, headers: { ...response.headers, etag } };
}

/**
 * The rows of a page. It ends at the server's page size, which may be smaller than `$top`; `next` is the `$skiptoken` of
 * the page that follows: how many rows have been delivered (sap 35).
 */
function pageRows(rows: Iterable<Row>, { filter, compare, top, skip, delivered, count }: Query, pageSize: number) {
  const matching = Iterator.from(rows).filter(({ entity }) => filter(entity));
  const all = compare || count ? [...matching] : undefined;
  if (compare) all?.sort((a, b) => compare(a.entity, b.entity));
  const limit = Math.max(0, Math.min(pageSize, top - delivered));
  const page = pageOf(all ?? matching, skip + delivered, limit);
  const next = delivered + page.rows.length;
  return {
    rows: page.rows,
    count: count ? all?.length : undefined,
    next: page.more && next < top ? String(next) : undefined,
  };
}

function nextQuery(search: URLSearchParams, skiptoken: string): string {
  const options = [...search].filter(([name]) => name !== '$skiptoken');
  return [...options, ['$skiptoken', skiptoken]]
    .map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** An entity as JSON. */
export function render(dialect: Dialect, place: Omit<Place, 'path'>, row: Row, shape: Shape): Record<string, unknown> {
  const { type, base } = place;
  const url = `${base}${type.set}(${keyOf(type, row)})`;
  const json: Record<string, unknown> = { ...dialect.annotations(type, row, url, shape) };
  for (const [name, property] of Object.entries(type.properties)) {
    if (shape.select && !shape.select.includes(name)) continue;
    json[name] = dialect.show(shownValue(row.entity, name, property), property.type);
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    const below = shape.expand[navigation];
    const rows = below && childRows(row, navigation).map((one) => render(dialect, { type: child, base }, one, below));
    if (rows === undefined) json[navigation] = dialect.deferred(`${url}/${navigation}`, shape);
    else json[navigation] = isSingle(type, child) ? (rows[0] ?? null) : dialect.children(rows);
  }
  return json;
}

/** An entity with all that is in it. */
export function wholeShape({ children }: EntityType): Shape {
  const entries = Object.entries(children).map(([navigation, child]) => [navigation, wholeShape(child)] as const);
  return { expand: Object.fromEntries(entries) };
}

function keyOf({ keys }: EntityType, { entity }: Row): string {
  const literalOf = (name: string) => `'${encodeURIComponent(textOf(entity, name).replaceAll("'", "''"))}'`;
  return keys.map((name) => (keys.length > 1 ? `${name}=${literalOf(name)}` : literalOf(name))).join(',');
}

function json({ headers }: Dialect, body: object): HttpResponse {
  return { status: 200, headers, body: JSON.stringify(body) };
}
