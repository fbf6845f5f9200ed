import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, ownOf } from '../entity.ts';
import { isMediaType, readJson, type VendorCall } from '../vendor-api.ts';
import { OracleError, refuse, refuseAll } from './errors.ts';
import { idOf, urlKeyOf } from './keys.ts';
import { merge } from './merge.ts';
import type { Resource } from './model.ts';
import { contentType, type Instance, itemResponse, listResponse } from './read.ts';
import { etagOf } from './render.ts';
import type { Store } from './stores.ts';

/** What a path names: a collection, or an item of it. */
interface Target {
  readonly store: Store;
  readonly resource: Resource;
  /** The document, its item that a child collection belongs to, …, and the item that is named. */
  readonly items: readonly Entity[];
  readonly isItem: boolean;
  readonly url: string;
}

const ITEM_TYPES = ['application/json', 'application/vnd.oracle.adf.resourceitem+json'];
const ACTION_TYPE = 'application/vnd.oracle.adf.action+json';

/** Where the REST API is on the simulators' listener, for the absolute links (oracle 21). */
const PREFIX = '/oracle';

/** Serves a call below `/fscmRestApi/resources/{version}/`. */
export function serve(call: VendorCall, instance: Instance): HttpResponse {
  const { version = '', path = '' } = call.params;
  if (version !== '11.13.18.05' && version !== 'latest') throw notFound();
  const segments = path.split('/');
  const action = segments.at(-2) === 'action' ? segments.splice(-2)[1] : undefined;
  const base = `http://${call.headers.host}${PREFIX}/fscmRestApi/resources/${version}`;
  const target = locate(segments, base, instance);
  // oracle 33: the body of a POST to the item may name the action too.
  const isAction = target.isItem && isMediaType(call.headers['content-type'], ACTION_TYPE);
  if (action !== undefined || (call.method === 'POST' && isAction)) return perform(call, target, action);
  return call.method === 'GET' ? read(call, target, instance) : write(call, target, instance);
}

/** Reads `resource/{id}/child/{child}/{id}…`. */
function locate([name = '', key, ...rest]: readonly string[], base: string, instance: Instance): Target {
  const store = ownOf(instance.stores, name);
  if (store === undefined) throw notFound();
  let target: Target = { store, resource: store.resource, items: [], isItem: false, url: `${base}/${name}` };
  const id = key === undefined ? undefined : idOf(store.resource, key, instance.acceptsNumericIds);
  if (key !== undefined) target = itemIn(target, id === undefined ? undefined : store.get(id));
  for (let at = 0; at < rest.length; at += 3) {
    const [keyword, childName, childKey] = rest.slice(at, at + 3);
    const resource = target.resource.children.find((child) => child.name === childName);
    const parent = target.items.at(-1);
    if (keyword !== 'child' || resource === undefined || !target.isItem || parent === undefined) throw notFound();
    target = { ...target, resource, isItem: false, url: `${target.url}/child/${childName}` };
    if (childKey === undefined) continue;
    const childId = idOf(resource, childKey, instance.acceptsNumericIds);
    target = itemIn(target, childrenOf(parent, resource.name).find((row) => row[resource.key] === childId)); // biome-ignore format: one thing
  }
  return target;
}

function itemIn(target: Target, item: Entity | undefined): Target {
  if (item === undefined) throw notFound();
  const url = `${target.url}/${urlKeyOf(target.resource, item)}`;
  return { ...target, items: [...target.items, item], isItem: true, url };
}

function read(call: HttpRequest, { store, resource, items, isItem, url }: Target, instance: Instance): HttpResponse {
  const last = items.at(-1);
  if (isItem && last !== undefined) return itemResponse(200, call, resource, last, url, instance);
  const finder = new URLSearchParams(call.query).get('finder');
  const rows = last === undefined ? store.rows(finder) : childrenOf(last, resource.name);
  return listResponse(call, resource, rows, url, instance);
}

function write(call: HttpRequest, target: Target, instance: Instance): HttpResponse {
  const { store, resource, items, isItem, url } = target;
  const [root] = items;
  if (isItem) requireMatch(call, items.at(-1) ?? {});
  if (call.method === 'POST' && root === undefined && store.create) {
    const { row, isNew } = store.create(readItem(resource, call), call.headers['upsert-mode'] === 'true');
    return itemResponse(isNew ? 201 : 200, call, resource, row, `${url}/${urlKeyOf(resource, row)}`, instance);
  }
  if (root !== undefined && store.change && call.method === (isItem ? 'PATCH' : 'POST')) {
    const sent = readItem(resource, call);
    const change = (copy: Entity) => changeItem(target, copy, sent);
    const place = counterpart(target, store.change(root, sent, change));
    if (isItem) return itemResponse(200, call, resource, place, url, instance);
    const row = childrenOf(place, resource.name).at(-1) ?? {};
    return itemResponse(201, call, resource, row, `${url}/${urlKeyOf(resource, row)}`, instance);
  }
  throw refuse(405, `The method ${call.method} is not supported on ${resource.name}.`);
}

/** Changes the item that a path names in a copy of its document, or adds one to the collection. */
function changeItem(target: Target, copy: Entity, sent: Entity): void {
  const { resource, isItem } = target;
  const place = counterpart(target, copy);
  if (isItem) merge(resource, place, sent);
  else merge({ ...resource, children: [resource] }, place, { [resource.name]: [sent] });
}

/** The last item of a path in a copy of its document. */
function counterpart({ store, items }: Target, root: Entity): Entity {
  let [place, resource] = [root, store.resource];
  for (const item of items.slice(1)) {
    for (const child of resource.children) {
      const found = childrenOf(place, child.name).find((row) => row[child.key] === item[child.key]);
      if (found !== undefined) [place, resource] = [found, child];
    }
  }
  return place;
}

function perform(call: HttpRequest, { store, items, isItem }: Target, inPath: string | undefined): HttpResponse {
  const [item] = items;
  if (call.method !== 'POST') throw refuse(405, `The method ${call.method} is not supported on actions.`);
  if (!isMediaType(call.headers['content-type'], ACTION_TYPE)) throw refuse(415, 'Unsupported Media Type');
  const schema = z.looseObject({
    name: z.string().optional(),
    parameters: z.array(z.record(z.string(), z.unknown())).optional(),
  });
  const body = schema.safeParse(call.body.length === 0 ? {} : readJson(call, malformed));
  if (!body.success) throw malformed();
  const { name = inPath ?? '', parameters = [], ...flat } = body.data;
  const action = ownOf(store.actions ?? {}, inPath ?? name);
  if (item === undefined || !isItem || items.length > 1 || action === undefined) throw notFound();
  requireMatch(call, item);
  action(item, { ...flat, ...Object.fromEntries(parameters.flatMap(Object.entries)) });
  return { status: 200, headers: contentType(call, 'actionresult'), body: JSON.stringify({ result: 'SUCCESS' }) };
}

/** oracle 11, 13. */
function readItem(resource: Resource, call: HttpRequest): Entity {
  if (!ITEM_TYPES.some((type) => isMediaType(call.headers['content-type'], type))) {
    throw refuse(415, 'Unsupported Media Type');
  }
  const result = resource.payload.safeParse(readJson(call, malformed));
  if (result.success) return result.data;
  refuseAll(
    result.error.issues.map((issue) => {
      const names = issue.code === 'unrecognized_keys' ? issue.keys : [];
      const detail = names.length > 0 ? `Unable to find the attribute ${names.join(', ')}.` : "The value isn't valid.";
      return { detail, path: `/${[...issue.path, ...names.slice(0, 1)].join('/')}` };
    }),
  );
  throw malformed();
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
