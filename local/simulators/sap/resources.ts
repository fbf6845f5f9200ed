import { type Entity, ownOf, textOf } from '../entity.ts';
import { type EntityType, entitiesIn, withoutLeadingZeros } from './edm.ts';
import { clientError, notSimulated } from './errors.ts';
import { ENTITY_TYPES, PURCHASE_ORDER } from './model.ts';
import type { Orders } from './orders.ts';

/** What a path below the service root names: an entity set, or one entity of it. */
export interface Resource {
  readonly type: EntityType;
  /** Key values in the order of the type's keys; undefined for the whole set. */
  readonly key: readonly string[] | undefined;
}

export interface Located {
  readonly entity: Entity;
  /** The order that the entity belongs to; an order belongs to itself. */
  readonly order: Entity;
}

/** Reads `Set`, `Set('1','2')`, `Set(A='1',B='2')` and `Set/1/2` (sap 4). */
export function parsePath(path: string): Resource {
  const [head = '', ...segments] = path.split('/').map(decode);
  const [, name = head, predicate] = /^(\w+)\((.*)\)$/.exec(head) ?? [];
  if (name.startsWith('$')) throw notSimulated(`'${name}'`);
  const type = ENTITY_TYPES.find(({ set }) => set === name);
  if (type === undefined) throw notFound(name);
  let key = predicate === undefined ? undefined : parsePredicate(type, predicate);
  const [next] = segments;
  if (key === undefined && next !== undefined && !/^[_$]/.test(next)) {
    if (segments.length < type.keys.length) throw clientError(400, `The key of '${name}' needs ${type.keys}`);
    key = segments.splice(0, type.keys.length);
  }
  const [rest] = segments;
  if (rest === undefined) return { type, key };
  if (rest.startsWith('$') || ownOf(type.children, rest)) throw notSimulated(`'${rest}' after '${name}'`);
  throw notFound(rest);
}

/** The entities of a set, in the order of their creation. */
export function* rowsOf(type: EntityType, orders: Iterable<Entity>): Generator<Located> {
  for (const order of orders) {
    for (const entity of entitiesIn(order, type, PURCHASE_ORDER)) yield { entity, order };
  }
}

/** The entity with a key. The first key property of every type is the order's number. */
export function locate(type: EntityType, key: readonly string[], orders: Orders): Located {
  const order = orders.get(key[0] ?? '');
  if (order === undefined) throw clientError(404, 'Resource not found');
  return { entity: entityOf(order, type, key), order };
}

/** The entity with a key in the order that the key names. */
export function entityOf(order: Entity, type: EntityType, key: readonly string[]): Entity {
  for (const entity of entitiesIn(order, type, PURCHASE_ORDER)) {
    const found = type.keys.every((name, index) => textOf(entity, name) === withoutLeadingZeros(key[index] ?? ''));
    if (found) return entity;
  }
  throw clientError(404, 'Resource not found');
}

export function parsePredicate(type: EntityType, predicate: string): string[] {
  const values = [...predicate.matchAll(/(?:^|,)\s*(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'\s*(?=,|$)/g)];
  const isSingle = type.keys.length === 1;
  const key = type.keys.map((property) => {
    const [, , value] = values.find(([, name]) => name === property || (name === undefined && isSingle)) ?? [];
    return value?.replaceAll("''", "'");
  });
  const known = key.filter((value) => value !== undefined);
  if (known.length < key.length || values.length !== key.length) {
    throw clientError(400, `Invalid key predicate '(${predicate})': '${type.set}' needs ${type.keys}`);
  }
  return known;
}

function notFound(segment: string) {
  return clientError(404, `Resource not found for segment '${segment}'`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw clientError(400, `Invalid percent-encoding in '${segment}'`);
  }
}
