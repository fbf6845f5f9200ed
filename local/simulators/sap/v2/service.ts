import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { childrenOf, type Entity, ownOf, textOf } from '../../entity.ts';
import type { Clock } from '../../simulator.ts';
import { type EntityType, entitiesIn, type Property, shownValue, timestampOf, typesIn } from '../edm.ts';
import { clientError, notSimulated, SapError } from '../errors.ts';
import { parseQuery, type Query, V2_LITERALS } from '../query.ts';
import { pageRows } from '../read.ts';

/** sap 62. */
export const V2_ROOT = '/sap/opu/odata/sap/';
/** Where SAP is on the simulators' listener, for absolute URLs. */
const PREFIX = '/sap';

/** A service's top entities, in which all others of the service are. */
export interface V2Source {
  readonly type: EntityType;
  readonly rows: () => Iterable<Entity>;
}

/** Serves reads of the OData V2 services below {@link V2_ROOT}. */
export function createV2Services(
  sources: Readonly<Record<string, V2Source>>,
  pageSize: () => number,
  clock: Clock,
): (request: HttpRequest) => HttpResponse {
  function read(request: HttpRequest): HttpResponse {
    const [service = '', resource = '', ...rest] = request.path.slice(V2_ROOT.length).replace(/\/$/, '').split('/');
    const source = ownOf(sources, service);
    if (source === undefined) throw clientError(403, `No service found for namespace, name ${service}, version 0001`);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw clientError(405, `${request.method} not supported`);
    const types = typesIn(source.type);
    if (resource === '') return json({ d: { EntitySets: types.map(({ set }) => set) } });
    const [, set, predicate] = /^(\w+)(?:\((.*)\))?$/.exec(decodeURIComponent(resource)) ?? [];
    const type = types.find((one) => one.set === set);
    if (type === undefined || rest.length > 0)
      throw clientError(404, `Resource not found for the segment '${resource}'`);
    if (predicate !== undefined) throw notSimulated(`the key in '${resource}'; it has $filter`);
    const search = new URLSearchParams(request.query);
    const root = `http://${request.headers.host}${PREFIX}${V2_ROOT}${service}`;
    const [expand, shape] = [parseExpand(type, search), { root, query: parseQuery(type, inV4(search), V2_LITERALS) }];
    return list(request, type, rowsOf(source, type), expand, shape);
  }

  /** sap 69. */
  function list(request: HttpRequest, type: EntityType, rows: Iterable<Entity>, expand: Expand, shape: Shape) {
    const { page, count, next } = pageRows(rows, (entity) => entity, shape.query, pageSize());
    const search = new URLSearchParams(request.query);
    search.set('$skiptoken', String(next));
    const results = page.map((entity) => render(type, entity, expand, shape));
    const __next = next === undefined ? undefined : `${shape.root}/${type.set}?${search}`;
    return json({ d: { results, __count: count === undefined ? undefined : String(count), __next } });
  }

  return (request) => {
    try {
      return read(request);
    } catch (error) {
      if (error instanceof SapError) return errorResponse(error, clock());
      if (error instanceof URIError) return errorResponse(clientError(400, 'Invalid percent-encoding'), clock());
      throw error;
    }
  };
}

interface Shape {
  readonly root: string;
  readonly query: Query;
}

/** Navigation properties to expand, each with those below it. */
interface Expand {
  readonly [navigation: string]: Expand;
}

/** `to_Supplier,to_BusinessPartnerAddress/to_EmailAddress` (sap 64). */
function parseExpand(type: EntityType, search: URLSearchParams): Expand {
  const tree: Record<string, Record<string, Expand>> = {};
  for (const path of search.get('$expand')?.split(',') ?? []) {
    const [first = '', second, ...more] = path.trim().split('/');
    const child = ownOf(type.children, first);
    if (child === undefined || (second !== undefined && !ownOf(child.children, second))) {
      throw clientError(400, `Invalid $expand '${path}' for '${type.set}'`);
    }
    if (more.length > 0) throw notSimulated(`three levels of $expand in '${path}'`);
    tree[first] = { ...tree[first], ...(second !== undefined && { [second]: {} }) };
  }
  return tree;
}

/** The system query options as OData V4 names them. */
function inV4(search: URLSearchParams): URLSearchParams {
  const options = new URLSearchParams(search);
  options.delete('$expand');
  const count = options.get('$inlinecount');
  options.delete('$inlinecount');
  if (count !== null && count !== 'none' && count !== 'allpages')
    throw clientError(400, `Invalid $inlinecount '${count}'`);
  if (options.has('$count')) throw clientError(400, "The system query option '$count' is invalid");
  if (count === 'allpages') options.set('$count', 'true');
  return options;
}

function* rowsOf(source: V2Source, type: EntityType): Generator<Entity> {
  for (const row of source.rows()) yield* entitiesIn(row, type, source.type);
}

/** sap 69, 70. */
function render(type: EntityType, entity: Entity, expand: Expand, shape: Shape): Record<string, unknown> {
  const { select } = shape.query;
  const key = type.keys.map(
    (name) => `${type.keys.length > 1 ? `${name}=` : ''}'${encodeURIComponent(textOf(entity, name))}'`,
  );
  const uri = `${shape.root}/${type.set}(${key.join(',')})`;
  const body: Record<string, unknown> = { __metadata: { id: uri, uri, type: `${type.set}Type` } };
  for (const [name, property] of Object.entries(type.properties)) {
    if (select === undefined || select.includes(name)) body[name] = jsonOf(entity, name, property);
  }
  for (const [navigation, child] of Object.entries(type.children)) {
    const below = expand[navigation];
    const rows = childrenOf(entity, navigation).map((row) => {
      return render(child, row, below ?? {}, { ...shape, query: { ...shape.query, select: undefined } });
    });
    if (below === undefined && select !== undefined) continue;
    if (below === undefined) body[navigation] = { __deferred: { uri: `${uri}/${navigation}` } };
    // An entity that adds nothing to the key of the one above is its only one.
    else body[navigation] = child.keys.length === type.keys.length ? (rows[0] ?? null) : { results: rows };
  }
  return body;
}

/** Decimals are strings, and dates milliseconds (sap 70). */
function jsonOf(entity: Entity, name: string, property: Property): unknown {
  const value = shownValue(entity, name, property);
  if (property.type === 'Edm.Decimal') return Number(value).toFixed(2);
  if (typeof value !== 'string') return value;
  if (property.type === 'Edm.DateTime') return `/Date(${Date.parse(value)})/`;
  return property.type === 'Edm.DateTimeOffset' ? `/Date(${Date.parse(value)}+0000)/` : value;
}

function json(body: object): HttpResponse {
  const headers = { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0' };
  return { status: 200, headers, body: JSON.stringify(body) };
}

/** sap 71. */
function errorResponse({ status, messages }: SapError, now: number): HttpResponse {
  const [first] = messages;
  const errordetails = messages.map(({ code, text, target }) => {
    return { code, message: text, propertyref: target ?? '', severity: 'error' };
  });
  const innererror = { timestamp: timestampOf(now), errordetails };
  const error = {
    code: first.code.replace('CM_V4_COS', 'CM_MGW_RT'),
    message: { lang: 'en', value: first.text },
    innererror,
  };
  return { ...json({ error }), status };
}
