import { createHash } from 'node:crypto';
import { childrenOf, type Entity, type Value } from '../entity.ts';
import { type Resource, urlKeyOf } from './model.ts';

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

export function shown(entity: Entity, name: string): Value {
  const value = entity[name] ?? null;
  return Array.isArray(value) ? null : value;
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
