import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { textOf } from '../../entity.ts';
import { filtered, pageOf } from '../../paging.ts';
import { childRows, type EntityType, type Row, shownValue, typesIn } from './edm.ts';
import { clientError, SapError } from './errors.ts';
import { parseQuery, type Query } from './query.ts';
import { findResource, isSingle, onlyRow } from './resources.ts';
import type { Dialect, Service, Shape } from './service.ts';

/** Where SAP is on the simulators' listener, for absolute URLs. */
const PREFIX = '/sap';

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
  const { dialect, type: top, root } = service;
  if (path === '') return json(dialect, dialect.serviceDocument(typesIn(top).map(({ set }) => set)));
  const resource = findResource(service, path);
  const { type } = resource;
  const search = new URLSearchParams(request.query);
  const query = parseQuery(type, search, dialect);
  const base = `http://${request.headers.host}${PREFIX}${root}`;
  if (resource.isOne) return entityResponse({ dialect, base, type, row: onlyRow(resource), shape: query.shape }, path);
  const { rows, count, next } = pageRows(resource.rows(), query, pageSize);
  const shown = rows.map((row) => render({ dialect, base, type, row, shape: query.shape }));
  return json(
    dialect,
    dialect.page(
      { rows: shown, count, next: next === undefined ? undefined : nextQuery(search, next), base },
      type,
      path,
    ),
  );
}

export function entityResponse(shown: Shown, path: string): HttpResponse {
  const { dialect, type, row } = shown;
  const etag = dialect.etagOf?.(row.root);
  const response = json(dialect, dialect.entity(render(shown), type, path));
  return etag === undefined ? response : { ...response, headers: { ...response.headers, etag } };
}

/**
 * The rows of a page. It ends at the server's page size, which may be smaller than `$top`; `next` is how many rows have
 * been delivered, if more follow (sap 35).
 */
function pageRows(rows: Iterable<Row>, { filter, compare, top, skip, delivered, count }: Query, pageSize: number) {
  const matching = filtered(rows, ({ entity }) => filter(entity));
  const all = compare || count ? [...matching] : undefined;
  if (compare) all?.sort((a, b) => compare(a.entity, b.entity));
  const limit = Math.max(0, Math.min(pageSize, top - delivered));
  const page = pageOf(all ?? matching, skip + delivered, limit);
  const next = delivered + page.rows.length;
  return {
    rows: page.rows,
    count: count ? all?.length : undefined,
    next: page.more && next < top ? next : undefined,
  };
}

function nextQuery(search: URLSearchParams, delivered: number): string {
  const options = [...search].filter(([name]) => name !== '$skiptoken');
  return [...options, ['$skiptoken', String(delivered)]]
    .map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** What is needed to show an entity. */
interface Shown {
  readonly dialect: Dialect;
  /** The URL of the service's root. */
  readonly base: string;
  readonly type: EntityType;
  readonly row: Row;
  readonly shape: Shape;
}

/** An entity as JSON. */
export function render({ dialect, base, type, row, shape }: Shown): Record<string, unknown> {
  const url = `${base}${type.set}(${keyOf(type, row)})`;
  const json: Record<string, unknown> = { ...dialect.annotations(type, row, url, shape) };
  for (const [name, property] of Object.entries(type.properties)) {
    if (shape.select && !shape.select.includes(name)) continue;
    json[name] = dialect.show(shownValue(row.entity, name, property), property.type);
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    const below = shape.expand[navigation];
    if (below === undefined) {
      json[navigation] = dialect.deferred(`${url}/${navigation}`, shape);
      continue;
    }
    const rows = childRows(row, navigation).map((one) =>
      render({ dialect, base, type: child, row: one, shape: below }),
    );
    json[navigation] = isSingle(type, child) ? (rows[0] ?? null) : dialect.children(rows);
  }
  return json;
}

/** An entity with all that is in it. */
export function wholeShape({ children }: EntityType): Shape {
  const entries = Object.entries(children).map(([navigation, child]) => [navigation, wholeShape(child)] as const);
  return { expand: Object.fromEntries(entries) };
}

function keyOf({ keys }: EntityType, { entity }: Row): string {
  const values = keys.map(
    (name) => [name, `'${encodeURIComponent(textOf(entity, name).replaceAll("'", "''"))}'`] as const,
  );
  return values.map(([name, value]) => (keys.length > 1 ? `${name}=${value}` : value)).join(',');
}

function json({ headers }: Dialect, body: object): HttpResponse {
  return { status: 200, headers, body: JSON.stringify(body) };
}
