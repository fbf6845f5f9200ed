import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity } from '../entity.ts';
import { pageOf } from '../paging.ts';
import type { VendorCall } from '../vendor-api.ts';
import { refuse, validate } from './errors.ts';
import { type Resource, shown, urlKeyOf } from './model.ts';
import { parseOrder, parseQuery } from './query.ts';

/** oracle 19. */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 499;

const QueryFlag = z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false);
const Count = z.stringFormat('count', /^\d{1,9}$/).transform(Number);
const ItemParameters = z.strictObject({
  fields: z.string().optional(),
  expand: z.string().optional(),
  onlyData: QueryFlag,
});
/** oracle 18. */
const ListParameters = ItemParameters.extend({
  q: z.string().optional(),
  orderBy: z.string().optional(),
  limit: Count.default(DEFAULT_LIMIT),
  offset: Count.default(0),
  totalResults: QueryFlag,
  finder: z.string().optional(),
});

/** How a call wants an item. Read before the call's work, so that it refuses in time; `url` is the item's own. */
export function itemResponder(call: VendorCall, resource: Resource) {
  const style = styleOf(call, resource, validate(ItemParameters, Object.fromEntries(call.parameters)));
  return (status: number, item: Entity, url: string): HttpResponse => {
    const headers = { etag: etagOf(item), ...(status === 201 && { location: url }) };
    return respond(call, status, 'resourceitem', render(resource, item, url, style), headers);
  };
}

/** oracle 18-20. */
export function listResponse(call: VendorCall, resource: Resource, rows: Iterable<Entity>, url: string): HttpResponse {
  const parameters = validate(ListParameters, Object.fromEntries(call.parameters));
  const { q, orderBy, offset, totalResults: isCounted } = parameters;
  const style = styleOf(call, resource, parameters);
  const matching =
    q === undefined ? rows : Iterator.from(rows).filter(parseQuery(resource.attributes, q, style.frameworkVersion));
  const all = isCounted || orderBy !== undefined ? [...matching] : undefined;
  if (orderBy !== undefined) all?.sort(parseOrder(resource.attributes, orderBy));
  const limit = Math.min(parameters.limit, MAX_LIMIT);
  const page = pageOf(all ?? matching, offset, limit);
  const items = page.rows.map((row) => render(resource, row, `${url}/${urlKeyOf(resource, row)}`, style));
  const totalResults = isCounted ? all?.length : undefined;
  const links = [link('self', url, resource.name, 'collection')];
  const body = { items, totalResults, count: items.length, hasMore: page.more, limit, offset, links };
  return respond(call, 200, 'resourcecollection', body);
}

/** oracle 11. */
export function respond(request: HttpRequest, status: number, kind: string, body: object, headers = {}): HttpResponse {
  const isPlain = request.headers.accept?.includes('application/json') ?? false;
  const type = isPlain ? 'application/json' : `application/vnd.oracle.adf.${kind}+json`;
  return { status, headers: { ...headers, 'content-type': type }, body: JSON.stringify(body) };
}

function styleOf(call: HttpRequest, resource: Resource, parameters: z.infer<typeof ItemParameters>): Style {
  const version = call.headers['rest-framework-version'] ?? '1';
  if (!/^[1-9]$/.test(version)) throw refuse(400, `The REST framework version ${version} is not supported.`);
  const { fields, expand = '', onlyData } = parameters;
  return {
    fields: fields === undefined ? resource.attributes : parseNames('fields', fields, resource.attributes),
    expand: expand === '' ? [] : parseNames('expand', expand, ['all', ...childPathsOf(resource)]),
    hasLinks: !onlyData,
    frameworkVersion: Number(version),
  };
}

/** `OrderNumber,Supplier` (oracle 18). */
function parseNames(parameter: string, source: string, known: readonly string[]): string[] {
  const names = source.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(400, `The value ${unknown} of ${parameter} isn't valid.`);
  return names;
}

/** How items are written. */
export interface Style {
  /** The item's attributes. */
  readonly fields: readonly string[];
  /** The children to show, by their path such as `lines.schedules`, which brings those above it, or `all`. */
  readonly expand: readonly string[];
  readonly hasLinks: boolean;
  readonly frameworkVersion: number;
}

/** The children of a resource by their path such as `lines.schedules`. */
export function childPathsOf({ children }: Resource): string[] {
  return children.flatMap((child) => [child.name, ...childPathsOf(child).map((path) => `${child.name}.${path}`)]);
}

/** An item; `url` is its own. Expanded children are a list, and from framework version 3 on a collection (oracle 10). */
export function render(resource: Resource, entity: Entity, url: string, style: Style): object {
  const json: Record<string, unknown> = Object.fromEntries(style.fields.map((name) => [name, shown(entity, name)]));
  for (const child of resource.children) {
    const paths = style.expand.filter((path) => path === 'all' || `${path}.`.startsWith(`${child.name}.`));
    if (paths.length === 0) continue;
    const expand = paths.map((path) => (path === 'all' ? path : path.slice(child.name.length + 1)));
    const href = `${url}/child/${child.name}`;
    const items = childrenOf(entity, child.name).map((row) => {
      return render(child, row, `${href}/${urlKeyOf(child, row)}`, { ...style, fields: child.attributes, expand });
    });
    const links = style.hasLinks ? [link('self', href, child.name, 'collection')] : undefined;
    const collection = { items, count: items.length, hasMore: false, limit: items.length, offset: 0, links };
    json[child.name] = style.frameworkVersion < 3 ? items : collection;
  }
  return style.hasLinks ? { ...json, links: linksOf(resource, entity, url) } : json;
}

/** oracle 21, 22. */
function linksOf({ name, children }: Resource, entity: Entity, url: string): object[] {
  const properties = { changeIndicator: changeIndicatorOf(entity) };
  const below = children.map((child) => link('child', `${url}/child/${child.name}`, child.name, 'collection'));
  return [{ ...link('self', url, name, 'item'), properties }, link('canonical', url, name, 'item'), ...below];
}

export function link(rel: string, href: string, name: string, kind: string) {
  return { rel, href, name, kind };
}

/** Moves with every change of the item itself; a document's header carries the time of its last change (oracle 22). */
function changeIndicatorOf(entity: Entity): string {
  const own = Object.entries(entity).filter(([, value]) => !Array.isArray(value));
  return `ACED0005${createHash('sha256').update(JSON.stringify(own)).digest('hex').toUpperCase()}`;
}

export function etagOf(entity: Entity): string {
  return `"${changeIndicatorOf(entity)}"`;
}
