import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { childrenOf, type Entity, ownOf } from '../entity.ts';
import { baseUrlOf, isMediaType, readJson, type VendorCall } from '../vendor-api.ts';
import { notFound, OracleError, refuse, validate } from './errors.ts';
import { Flag, type Resource, urlKeyOf } from './model.ts';
import { etagOf, itemResponder, listResponse, respond } from './read.ts';

/** A resource with its items, which are named by what their URL ends with. */
export interface Source {
  readonly resource: Resource;
  /** What lists find. */
  rows(finder: string | null): Iterable<Entity>;
  find(urlKey: string): Entity | undefined;
  /** Absent where calls only read, as is `change`. */
  readonly create?: (sent: Entity) => Entity;
  readonly change?: (urlKey: string, sent: Entity) => Entity;
  readonly actions?: Readonly<Record<string, Action>>;
}

interface Action {
  /** Reads whether the body sets the action's flag; absent when the body does not matter. */
  readonly body?: z.ZodType<boolean>;
  readonly run: (urlKey: string, isFlagged: boolean) => void;
}

/** The flag itself, or the action's name and the flag among the `parameters`, or nothing (oracle 33, 40). */
export function flagBody(flag: string): z.ZodType<boolean> {
  const flags = z.strictObject({ [flag]: Flag.optional() });
  const named = z.strictObject({ name: z.string(), parameters: z.array(flags).default([]) });
  const isSet = (values: object) => Object.values(values).includes(true);
  return z.union([flags.transform(isSet), named.transform(({ parameters }) => parameters.some(isSet))]);
}

/** What a path names: a collection, or an item of it. */
interface Target {
  readonly source: Source;
  readonly resource: Resource;
  /** The document's. */
  readonly urlKey: string | undefined;
  /** Undefined for a collection. */
  readonly item: Entity | undefined;
  /** The rows of a child collection. */
  readonly rows: readonly Entity[] | undefined;
  /** Makes of what is sent to the target what would be sent to the document. */
  readonly nest: (sent: Entity) => Entity;
  readonly url: string;
}

const ITEM_TYPES = ['application/json', 'application/vnd.oracle.adf.resourceitem+json'];
const ACTION_TYPES = ['application/vnd.oracle.adf.action+json'];

/** Serves a call below `/fscmRestApi/resources/{version}/`. */
export function serve(call: VendorCall, sources: Readonly<Record<string, Source>>): HttpResponse {
  const { version = '', path = '' } = call.params;
  if (version !== '11.13.18.05' && version !== 'latest') throw notFound();
  const [name = '', ...segments] = path.split('/');
  const action = segments.at(-2) === 'action' ? segments.splice(-2)[1] : undefined;
  // oracle 21.
  const base = `${baseUrlOf(call, 'oracle')}/fscmRestApi/resources/${version}/${name}`;
  const find = () => locate(segments, found(ownOf(sources, name)), base);
  const target = find();
  // oracle 33: a POST to the item itself is an action too.
  if (action !== undefined || (call.method === 'POST' && target.item)) return act(call, target, action);
  if (call.method !== 'GET') return write(call, target, find);
  const { source, resource, item, rows } = target;
  if (item) return itemResponder(call, resource)(200, item, target.url);
  return listResponse(call, resource, rows ?? source.rows(call.parameters.get('finder')), target.url);
}

/** Reads `{key}/child/{child}/{key}…`. */
function locate([urlKey, ...rest]: readonly string[], source: Source, base: string): Target {
  const item = urlKey === undefined ? undefined : found(source.find(urlKey));
  const url = urlKey === undefined ? base : `${base}/${urlKey}`;
  let target: Target = { source, resource: source.resource, urlKey, item, rows: undefined, nest: (sent) => sent, url };
  while (rest.length > 0) {
    const [keyword, name, childKey] = rest.splice(0, 3);
    if (keyword !== 'child') throw notFound();
    target = below(target, name, childKey);
  }
  return target;
}

/** A child of an item, or an item of that child. */
function below({ resource, item, nest, url, ...parent }: Target, name: string | undefined, key?: string): Target {
  const child = found(resource.children.find((one) => one.name === name));
  const rows = childrenOf(found(item), child.name);
  const row = key === undefined ? undefined : found(rows.find((one) => urlKeyOf(child, one) === key));
  return {
    ...parent,
    resource: child,
    item: row,
    rows,
    nest: (sent) => nest({ [child.name]: [{ ...sent, [child.key]: row?.[child.key] }] }),
    url: `${url}/child/${child.name}${key === undefined ? '' : `/${key}`}`,
  };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound();
  return value;
}

/** Creates or changes an item. One of a child is a change of the document, which `findAgain` reads (oracle 29, 38). */
function write(call: VendorCall, target: Target, findAgain: () => Target): HttpResponse {
  const { source, resource, urlKey, item, nest, url } = target;
  if (!source.create || !source.change || call.method !== (item ? 'PATCH' : 'POST')) {
    throw refuse(405, `The method ${call.method} is not supported on ${resource.name}.`);
  }
  requireType(call, ITEM_TYPES);
  if (item) requireMatch(call, item);
  const respondWith = itemResponder(call, resource);
  const sent = validate(resource.payload, readJson(call, malformed));
  const document = urlKey === undefined ? source.create(sent) : source.change(urlKey, nest(sent));
  if (item) return respondWith(200, findAgain().item ?? document, url);
  const created = findAgain().rows?.at(-1) ?? document;
  return respondWith(201, created, `${url}/${urlKeyOf(resource, created)}`);
}

const NamedAction = z.looseObject({ name: z.string() });

/** An action of a document; the path or the body names it (oracle 33, 40). */
function act(call: VendorCall, { source, urlKey, item, rows }: Target, name: string | undefined): HttpResponse {
  if (call.method !== 'POST') throw refuse(405, `The method ${call.method} is not supported on actions.`);
  requireType(call, ACTION_TYPES);
  const body = call.body.length === 0 ? {} : readJson(call, malformed);
  const action = ownOf(source.actions ?? {}, name ?? NamedAction.safeParse(body).data?.name ?? '');
  if (!action || urlKey === undefined || !item || rows) throw notFound();
  requireMatch(call, item);
  action.run(urlKey, action.body !== undefined && validate(action.body, body));
  return respond(call, 200, 'actionresult', { result: 'SUCCESS' });
}

/** oracle 11. */
function requireType({ headers }: HttpRequest, types: readonly string[]): void {
  if (types.some((type) => isMediaType(headers['content-type'], type))) return;
  throw refuse(415, 'Unsupported Media Type');
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
