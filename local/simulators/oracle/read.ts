import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Entity, Value } from '../entity.ts';
import { filtered, pageOf } from '../paging.ts';
import { refuse } from './errors.ts';
import { urlKeyOf } from './keys.ts';
import type { Resource } from './model.ts';
import { parseOrder, parseQuery } from './query.ts';
import { etagOf, link, parseSelection, render, type Style } from './render.ts';
import type { Store } from './stores.ts';

/** What calls meet: the resources by name, and how the instance answers. */
export interface Instance {
  readonly stores: Readonly<Record<string, Store>>;
  readonly show: (entity: Entity, name: string) => Value;
  readonly acceptsNumericIds: boolean;
  readonly notQueryable: readonly string[];
  readonly maxLimit: number;
}

const DEFAULT_LIMIT = 25;
const ITEM_PARAMETERS = ['fields', 'expand', 'onlyData'];
const LIST_PARAMETERS = [...ITEM_PARAMETERS, 'q', 'orderBy', 'limit', 'offset', 'totalResults', 'finder'];

export function itemResponse(
  status: number,
  request: HttpRequest,
  resource: Resource,
  entity: Entity,
  url: string,
  instance: Instance,
): HttpResponse {
  const style = styleOf(request, resource, parametersOf(request, ITEM_PARAMETERS), instance);
  const etag = etagOf(entity);
  // oracle 23.
  if (request.method === 'GET' && request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  const headers = { ...contentType(request, 'resourceitem'), etag, ...(status === 201 && { location: url }) };
  return { status, headers, body: JSON.stringify(render(resource, entity, url, style)) };
}

/** oracle 18-20. */
export function listResponse(
  request: HttpRequest,
  resource: Resource,
  rows: Iterable<Entity>,
  url: string,
  instance: Instance,
): HttpResponse {
  const search = parametersOf(request, LIST_PARAMETERS);
  const style = styleOf(request, resource, search, instance);
  const { show, notQueryable, maxLimit } = instance;
  const queryable = { show, names: resource.attributes.filter((name) => !notQueryable.includes(name)) };
  const [q, orderBy] = [search.get('q'), search.get('orderBy')];
  const matching = q === null ? rows : filtered(rows, parseQuery(queryable, q, style.frameworkVersion));
  const isCounted = flag(search, 'totalResults');
  const all = isCounted || orderBy !== null ? [...matching] : undefined;
  if (orderBy !== null) all?.sort(parseOrder(queryable, orderBy));
  const [limit, offset] = [Math.min(integer(search, 'limit', DEFAULT_LIMIT), maxLimit), integer(search, 'offset', 0)];
  const page = pageOf(all ?? matching, offset, limit);
  const items = page.rows.map((row) => render(resource, row, `${url}/${urlKeyOf(resource, row)}`, style));
  const totalResults = isCounted ? all?.length : undefined;
  const links = [link('self', url, resource.name, 'collection')];
  const body = { items, totalResults, count: items.length, hasMore: page.more, limit, offset, links };
  return { status: 200, headers: contentType(request, 'resourcecollection'), body: JSON.stringify(body) };
}

/** oracle 11. */
export function contentType({ headers }: HttpRequest, kind: 'resourceitem' | 'resourcecollection' | 'actionresult') {
  const isPlain = headers.accept?.includes('application/json') ?? false;
  return { 'content-type': isPlain ? 'application/json' : `application/vnd.oracle.adf.${kind}+json` };
}

function parametersOf({ query }: HttpRequest, known: readonly string[]): URLSearchParams {
  const search = new URLSearchParams(query);
  const unknown = [...search.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(400, `The URL request parameter ${unknown} is not recognized.`);
  return search;
}

function styleOf({ headers }: HttpRequest, resource: Resource, search: URLSearchParams, { show }: Instance): Style {
  const version = headers['rest-framework-version'] ?? '1';
  if (!/^[1-9]$/.test(version)) throw refuse(400, `The REST framework version ${version} is not supported.`);
  const selection = parseSelection(resource, search.get('fields'), search.get('expand'));
  return { show, selection, hasLinks: !flag(search, 'onlyData'), frameworkVersion: Number(version) };
}

function flag(search: URLSearchParams, name: string): boolean {
  const value = search.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') throw refuse(400, `The value ${value} of ${name} isn't valid.`);
  return value === 'true';
}

function integer(search: URLSearchParams, name: string, absent: number): number {
  const value = search.get(name) ?? String(absent);
  if (!/^\d{1,9}$/.test(value)) throw refuse(400, `The value ${value} of ${name} isn't valid.`);
  return Number(value);
}
