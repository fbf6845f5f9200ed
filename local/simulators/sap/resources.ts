/** From the path of a URL to entities: sets, keys in parentheses or as segments (facts 1.2), child collections. */
import type { EntityType } from './edm.ts';
import { childrenOf, type Entity, textOf } from './entity.ts';
import { badRequest, notFound } from './errors.ts';
import { withoutLeadingZeros } from './formats.ts';
import { ENTITY_TYPES, PURCHASE_ORDER } from './model.ts';
import type { Orders } from './orders.ts';

export interface Located {
  readonly entity: Entity;
  /** The document that the entity belongs to; itself for an order. */
  readonly order: Entity;
}

export interface Resource {
  readonly type: EntityType;
  readonly rows: readonly Located[];
  /** One entity by key rather than a collection. Its absence is a 404 and never gets here. */
  readonly single: boolean;
  /** The path ended in `/$count`. */
  readonly count: boolean;
  /** Whether it is a whole entity set, without key or navigation. */
  readonly isSet: boolean;
}

/** Finds what a path below the service root names. */
export function locate(path: string, orders: Orders): Resource {
  const segments = path.split('/').map(decode);
  const count = segments.at(-1) === '$count';
  if (count) segments.pop();
  const { name, key: firstKey } = split(segments.shift() ?? '');
  const root = ENTITY_TYPES.find(({ set }) => set === name);
  if (!root) throw notFound(`Resource not found for segment '${name}'`);
  let type = root;
  let rows = orders
    .all()
    .flatMap((order) => descendants(root, PURCHASE_ORDER, order).map((entity) => ({ entity, order })));
  let key = firstKey ?? keySegments(type, segments);
  let isSet = key === undefined;
  if (key) rows = byKey(type, key, rows);

  while (segments.length > 0) {
    const next = split(segments.shift() ?? '');
    const child: EntityType | undefined = Object.hasOwn(type.children, next.name)
      ? type.children[next.name]
      : undefined;
    if (!child || !key) throw notFound(`Resource not found for segment '${next.name}'`);
    rows = rows.flatMap(({ entity, order }) => childrenOf(entity, next.name).map((row) => ({ entity: row, order })));
    type = child;
    key = next.key ?? keySegments(type, segments);
    isSet = false;
    if (key) rows = byKey(type, key, rows);
  }
  return { type, rows, single: key !== undefined, count, isSet };
}

/** The same entity in a copy of its order. */
export function sameIn(copy: Entity, type: EntityType, entity: Entity): Entity {
  const twin = descendants(type, PURCHASE_ORDER, copy).find((other) =>
    type.keys.every((key) => other.values[key] === entity.values[key]),
  );
  if (!twin) throw notFound();
  return twin;
}

/** All entities of a type at and below another entity. */
function descendants(wanted: EntityType, type: EntityType, entity: Entity): Entity[] {
  if (wanted === type) return [entity];
  return Object.entries(type.children).flatMap(([navigation, child]) =>
    childrenOf(entity, navigation).flatMap((below) => descendants(wanted, child, below)),
  );
}

function byKey(type: EntityType, key: readonly string[], rows: readonly Located[]): Located[] {
  const found = rows.find(({ entity }) =>
    type.keys.every((name, index) => textOf(entity, name) === withoutLeadingZeros(key[index] ?? '')),
  );
  if (!found) throw notFound();
  return [found];
}

/** `Name('1','2')`, `Name(A='1',B='2')` or `Name`. */
function split(segment: string): { name: string; key?: readonly string[] } {
  const parts = /^(\$?\w+)\((.*)\)$/.exec(segment);
  if (!parts) return { name: segment };
  const [, name = '', predicate = ''] = parts;
  const values = [...predicate.matchAll(/(?:^|,)\s*(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'\s*(?=,|$)/g)];
  const type = typeNamed(name);
  if (!type || values.length !== type.keys.length) throw badRequest(`Invalid key predicate '(${predicate})'`);
  const key = type.keys.map((property, index) => {
    const value =
      values.find(([, named]) => named === property) ?? (type.keys.length === 1 ? values[index] : undefined);
    if (!value) throw badRequest(`Key property '${property}' is missing in '(${predicate})'`);
    return (value[2] ?? '').replaceAll("''", "'");
  });
  return { name, key };
}

/** By the name of its set, or by that of the navigation property that leads to it. */
function typeNamed(name: string): EntityType | undefined {
  const navigations = ENTITY_TYPES.flatMap(({ children }) => Object.entries(children));
  return ENTITY_TYPES.find(({ set }) => set === name) ?? navigations.find(([navigation]) => navigation === name)?.[1];
}

/** Takes the key off the following segments, if they are one. */
function keySegments(type: EntityType, segments: string[]): readonly string[] | undefined {
  const next = segments[0];
  if (next === undefined || next.startsWith('_')) return undefined;
  if (segments.length < type.keys.length) throw badRequest(`The key of '${type.set}' has ${type.keys.length} segments`);
  return segments.splice(0, type.keys.length);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest(`Invalid percent-encoding in '${segment}'`);
  }
}
