import { createHash } from 'node:crypto';
import { childrenOf, type Entity, type Value } from '../entity.ts';
import { refuse } from './errors.ts';
import { type Resource, urlKeyOf } from './model.ts';

/** How items are written. */
export interface Style {
  /** The item's attributes; undefined: all. */
  readonly fields: readonly string[] | undefined;
  /** The children to show, by their path such as `lines.schedules`. */
  readonly expand: readonly string[];
  readonly hasLinks: boolean;
  readonly frameworkVersion: number;
}

/** `fields=OrderNumber,Supplier` (oracle 18). */
export function parseFields({ name, attributes }: Resource, source: string): string[] {
  const fields = source.split(',').map((field) => field.trim());
  const unknown = fields.find((field) => !attributes.includes(field));
  if (unknown !== undefined) throw refuse(400, `Unable to find the attribute ${unknown} in ${name}.`);
  return fields;
}

/** `expand=lines.schedules,contacts` or `expand=all` (oracle 18). A child brings those above it. */
export function parseExpand(resource: Resource, source: string): string[] {
  const known = pathsBelow(resource);
  const paths = source === 'all' ? known : source.split(',').map((path) => path.trim());
  const unknown = paths.find((path) => !known.includes(path));
  if (unknown !== undefined) throw refuse(400, `The resource ${resource.name} has no child ${unknown}.`);
  return known.filter((one) => paths.some((path) => `${path}.`.startsWith(`${one}.`)));
}

function pathsBelow({ children }: Resource): string[] {
  return children.flatMap((child) => [child.name, ...pathsBelow(child).map((path) => `${child.name}.${path}`)]);
}

export function shown(entity: Entity, name: string): Value {
  const value = entity[name] ?? null;
  return Array.isArray(value) ? null : value;
}

/** An item; `url` is its own. Expanded children are a list, and from framework version 3 on a collection (oracle 10). */
export function render(resource: Resource, entity: Entity, url: string, style: Style): object {
  const names = style.fields ?? resource.attributes;
  const json: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, shown(entity, name)]));
  for (const child of resource.children.filter(({ name }) => style.expand.includes(name))) {
    const href = `${url}/child/${child.name}`;
    const below = style.expand.filter((path) => path.startsWith(`${child.name}.`));
    const expand = below.map((path) => path.slice(child.name.length + 1));
    const items = childrenOf(entity, child.name).map((row) => {
      return render(child, row, `${href}/${urlKeyOf(child, row)}`, { ...style, fields: undefined, expand });
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
