import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, ownOf } from '../entity.ts';
import { isMediaType, readJson, type VendorCall } from '../vendor-api.ts';
import type { Documents } from './documents.ts';
import { OracleError, refuse, validate } from './errors.ts';
import { type Resource, urlKeyOf } from './model.ts';
import { itemResponse, listResponse, respond } from './read.ts';
import { etagOf } from './render.ts';

/** A resource with its items. */
interface Source {
  readonly resource: Resource;
  /** What lists find. */
  rows(finder: string | null): Iterable<Entity>;
  /** The item whose URL ends with a key. */
  find(urlKey: string): Entity | undefined;
  /** What calls change; absent when they only read. */
  readonly documents?: Documents;
  /** Its action `cancel`. */
  readonly cancel?: (urlKey: string) => void;
}
type Sources = Readonly<Record<string, Source>>;

/** What a path names: a collection, or an item of it. */
interface Target {
  readonly source: Source;
  readonly resource: Resource;
  /** What the URL of the document ends with. */
  readonly key: string | undefined;
  /** Undefined for a collection. */
  readonly item: Entity | undefined;
  /** The rows of a child collection. */
  readonly rows: readonly Entity[] | undefined;
  readonly url: string;
}

const ITEM_TYPES = ['application/json', 'application/vnd.oracle.adf.resourceitem+json'];
const ACTION_TYPE = 'application/vnd.oracle.adf.action+json';

/** Where the REST API is on the simulators' listener, for the absolute links (oracle 21). */
const PREFIX = '/oracle';

/** Serves a call below `/fscmRestApi/resources/{version}/`. */
export function serve(call: VendorCall, sources: Sources): HttpResponse {
  const { version = '', path = '' } = call.params;
  if (version !== '11.13.18.05' && version !== 'latest') throw notFound();
  const segments = path.split('/');
  const action = segments.at(-2) === 'action' ? segments.splice(-2)[1] : undefined;
  const base = `http://${call.headers.host}${PREFIX}/fscmRestApi/resources/${version}`;
  const target = locate(segments, base, sources);
  // oracle 33: a POST to the item itself is an action too.
  if (action !== undefined || (call.method === 'POST' && target.item)) return submit(call, target, action);
  return call.method === 'GET' ? read(call, target) : write(call, target);
}

/** Reads `resource/{key}/child/{child}/{key}…`. */
function locate([name = '', key, ...rest]: readonly string[], base: string, sources: Sources): Target {
  const source = ownOf(sources, name);
  if (source === undefined) throw notFound();
  let [resource, url] = [source.resource, `${base}/${name}`];
  let item = key === undefined ? undefined : found(source.find(key));
  if (key !== undefined) url += `/${key}`;
  let rows: readonly Entity[] | undefined;
  while (rest.length > 0) {
    const [keyword, childName, childKey] = rest.splice(0, 3);
    const child = found(resource.children.find((one) => one.name === childName));
    if (keyword !== 'child') throw notFound();
    rows = childrenOf(found(item), child.name);
    [resource, url] = [child, `${url}/child/${child.name}${childKey === undefined ? '' : `/${childKey}`}`];
    item = childKey === undefined ? undefined : found(rows.find((row) => urlKeyOf(child, row) === childKey));
  }
  return { source, resource, key, item, rows, url };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

function read(call: VendorCall, { source, resource, item, rows, url }: Target): HttpResponse {
  if (item !== undefined) return itemResponse(200, call, resource, item, url);
  return listResponse(call, resource, rows ?? source.rows(call.parameters.get('finder')), url);
}

/** Creates a document, or changes one with what is below it. */
function write(call: VendorCall, { source: { documents }, resource, key, item, rows, url }: Target): HttpResponse {
  const isPossible = rows === undefined && call.method === (item ? 'PATCH' : 'POST');
  if (documents === undefined || !isPossible) {
    throw refuse(405, `The method ${call.method} is not supported on ${resource.name}.`);
  }
  if (item) requireMatch(call, item);
  const sent = readItem(resource, call);
  const stored = documents.get(key ?? '');
  if (stored) return itemResponse(200, call, resource, documents.change(stored, sent), url);
  const document = documents.create(sent);
  return itemResponse(201, call, resource, document, `${url}/${urlKeyOf(resource, document)}`);
}

/** The one action that documents have; its body may name it, and may have its flag among the `parameters` (oracle 33, 40). */
function submit(
  call: VendorCall,
  { source: { documents, cancel }, key, item, rows }: Target,
  name: string | undefined,
) {
  if (call.method !== 'POST') throw refuse(405, `The method ${call.method} is not supported on actions.`);
  const accept = () => {
    if (!isMediaType(call.headers['content-type'], ACTION_TYPE)) throw refuse(415, 'Unsupported Media Type');
    if (item) requireMatch(call, item);
  };
  if (cancel && name === 'cancel' && item && !rows) {
    accept();
    cancel(key ?? '');
    return respond(call, 200, 'actionresult', { result: 'SUCCESS' });
  }
  const stored = documents?.get(key ?? '');
  if (!documents || !stored || rows || !item || (name ?? documents.kind.submit) !== documents.kind.submit) {
    throw notFound();
  }
  accept();
  documents.submit(
    stored,
    validate(documents.kind.submission, call.body.length === 0 ? {} : readJson(call, malformed)),
  );
  return respond(call, 200, 'actionresult', { result: 'SUCCESS' });
}

/** oracle 11. */
function readItem(resource: Resource, call: HttpRequest): Entity {
  if (!ITEM_TYPES.some((type) => isMediaType(call.headers['content-type'], type))) {
    throw refuse(415, 'Unsupported Media Type');
  }
  return validate(resource.payload, readJson(call, malformed));
}

/** oracle 22. */
function requireMatch({ headers }: HttpRequest, item: Entity): void {
  const [wanted, etag] = [headers['if-match'], etagOf(item)];
  if (wanted === undefined || wanted === '*' || wanted.split(/\s*,\s*/).includes(etag)) return;
  throw new OracleError(412, [{ detail: 'The item was changed in the meantime.' }], { etag });
}

function malformed(): OracleError {
  return refuse(400, 'The request body is not valid JSON.');
}

function notFound(): OracleError {
  return refuse(404, 'Not Found');
}
