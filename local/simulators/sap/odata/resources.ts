import { type Entity, ownOf, textOf } from '../../entity.ts';
import type { Service } from './dialects.ts';
import { childRows, type EntityType, type Row, rowsIn, typesIn, withoutLeadingZeros } from './edm.ts';
import { clientError, notSimulated } from './errors.ts';

/** What a path below a service's root names: entities of a type, or one. */
export interface Resource {
  readonly type: EntityType;
  readonly isOne: boolean;
  /** All, or at least the one that a key beginning with this value names. */
  readonly rows: (firstKey?: string) => Iterable<Row>;
}

/** Reads `Set`, `Set('1','2')`, `Set(A='1',B='2')` and `Set/1/2` (sap 4), and from an entity on to its children (sap 73). */
export function findResource(service: Service, path: string): Resource {
  const [first = '', ...segments] = path.split('/').map(decode);
  const unsupported = [first, ...segments].find((segment) => segment.startsWith('$'));
  if (unsupported) throw notSimulated(`'${unsupported}'`);
  let resource = withPredicate(first, (name) => setOf(service, name));
  while (segments.length > 0) {
    const parent = resource;
    if (parent.isOne) resource = withPredicate(segments.shift() ?? '', (name) => childrenIn(parent, name));
    else resource = withKey(parent, segments.splice(0, parent.type.keys.length));
  }
  return resource;
}

/** The entity of a resource that is one. */
export function onlyRow(resource: Resource): Row {
  for (const row of resource.rows()) return row;
  throw clientError(404, 'Resource not found');
}

/** Whether an entity has at most one of these children: they add nothing to its key. */
export function isSingle(parent: EntityType, child: EntityType): boolean {
  return child.keys.length === parent.keys.length;
}

function setOf(service: Service, name: string): Resource {
  const type = typesIn(service.type).find(({ set }) => set === name);
  if (type === undefined) throw notFound(name);
  const rowsOf = (entity: Entity) => rowsIn({ entity, root: entity }, service.type, type);
  return { type, isOne: false, rows: (firstKey) => Iterator.from(service.rows(firstKey)).flatMap(rowsOf) };
}

function childrenIn(parent: Resource, navigation: string): Resource {
  const type = ownOf(parent.type.children, navigation);
  if (type === undefined) throw notFound(navigation);
  const row = onlyRow(parent);
  return { type, isOne: isSingle(parent.type, type), rows: () => childRows(row, navigation) };
}

/** A segment's name, and the key in parentheses if it has one. */
function withPredicate(segment: string, named: (name: string) => Resource): Resource {
  const [, name = segment, predicate] = /^(\w+)\((.*)\)$/.exec(segment) ?? [];
  const resource = named(name);
  return predicate === undefined ? resource : withKey(resource, parsePredicate(resource.type, predicate));
}

function withKey({ type, rows }: Resource, key: readonly string[]): Resource {
  if (key.length < type.keys.length) throw clientError(400, `The key of '${type.set}' needs ${type.keys}`);
  const wanted = key.map(withoutLeadingZeros);
  for (const row of rows(wanted[0])) {
    const isFound = type.keys.every((name, index) => withoutLeadingZeros(textOf(row.entity, name)) === wanted[index]);
    if (isFound) return { type, isOne: true, rows: () => [row] };
  }
  throw clientError(404, 'Resource not found');
}

function parsePredicate(type: EntityType, predicate: string): string[] {
  const values = [...predicate.matchAll(/(?:^|,)\s*(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'\s*(?=,|$)/g)];
  const isAlone = type.keys.length === 1;
  const key = type.keys.map((property) => {
    const [, , value] = values.find(([, name]) => name === property || (name === undefined && isAlone)) ?? [];
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
