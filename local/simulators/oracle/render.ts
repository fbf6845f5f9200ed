import { createHash } from 'node:crypto';
import { childrenOf, type Entity } from '../entity.ts';
import { refuse } from './errors.ts';
import { urlKeyOf } from './keys.ts';
import type { Resource } from './model.ts';
import type { Queryable } from './query.ts';

/** The children to show, by their path such as `lines.schedules` (the item's own is empty), with the attributes to show. */
type Selection = ReadonlyMap<string, readonly string[]>;

/** How items are written. */
export interface Style {
  readonly show: Queryable['show'];
  readonly selection: Selection;
  readonly hasLinks: boolean;
  readonly frameworkVersion: number;
}

/** `expand=lines.schedules` or `expand=all`, or `fields=OrderNumber;lines:LineNumber`, which wins (oracle 18). */
export function parseSelection(resource: Resource, fields: string | null, expand: string | null): Selection {
  const selection = new Map<string, readonly string[]>();
  const list = (text: string) => text.split(',').map((name) => name.trim());
  for (const part of fields?.split(';') ?? []) {
    const [, path = '', names = ''] = /^\s*(?:([\w.]+):)?(.*)$/.exec(part) ?? [];
    const { name, attributes } = resourceAt(resource, path);
    const unknown = list(names).find((attribute) => attribute !== '' && !attributes.includes(attribute));
    if (unknown !== undefined) throw refuse(400, `Unable to find the attribute ${unknown} in ${name}.`);
    for (const above of pathsTo(path)) if (!selection.has(above)) selection.set(above, []);
    selection.set(path, list(names));
  }
  if (fields !== null) return selection;
  const paths = expand === 'all' ? pathsBelow(resource) : expand === null ? [] : list(expand);
  for (const path of ['', ...paths].flatMap(pathsTo)) selection.set(path, resourceAt(resource, path).attributes);
  return selection;
}

function resourceAt(resource: Resource, path: string): Resource {
  return path.split('.').reduce((at, name) => {
    const next = name === '' ? at : at.children.find((child) => child.name === name);
    if (next === undefined) throw refuse(400, `The resource ${at.name} has no child ${name}.`);
    return next;
  }, resource);
}

/** The path and those above it: a child brings its parents. */
function pathsTo(path: string): string[] {
  const names = path === '' ? [] : path.split('.');
  return ['', ...names].map((_, depth) => names.slice(0, depth).join('.'));
}

function pathsBelow({ children }: Resource): string[] {
  return children.flatMap((child) => [child.name, ...pathsBelow(child).map((path) => `${child.name}.${path}`)]);
}

/** An item; `url` is its own. Expanded children are a list, and from framework version 3 on a collection (oracle 10). */
export function render(resource: Resource, entity: Entity, url: string, style: Style, path = ''): object {
  const names = (style.selection.get(path) ?? []).filter(Boolean);
  const json: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, style.show(entity, name)]));
  for (const child of resource.children) {
    const at = path === '' ? child.name : `${path}.${child.name}`;
    if (!style.selection.has(at)) continue;
    const below = `${url}/child/${child.name}`;
    const items = childrenOf(entity, child.name).map((row) => {
      return render(child, row, `${below}/${urlKeyOf(child, row)}`, style, at);
    });
    const links = style.hasLinks ? [link('self', below, child.name, 'collection')] : undefined;
    const collection = { items, count: items.length, hasMore: false, limit: items.length, offset: 0, links };
    json[child.name] = style.frameworkVersion < 3 ? items : collection;
  }
  if (style.hasLinks) json.links = linksOf(resource, entity, url);
  return json;
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
