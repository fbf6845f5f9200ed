import type { EntityType, Property, Value } from './edm.ts';

/** A business object: its values by property, its children by navigation property. Properties that were never set are absent. */
export interface Entity {
  [property: string]: Value | Entity[] | undefined;
}

export function textOf(entity: Entity, property: string): string {
  const value = entity[property];
  return typeof value === 'string' ? value : '';
}

export function numberOf(entity: Entity, property: string): number {
  const value = entity[property];
  return typeof value === 'number' ? value : 0;
}

export function childrenOf(entity: Entity, navigation: string): Entity[] {
  const children = entity[navigation];
  return Array.isArray(children) ? children : [];
}

/** A value as SAP shows it: the type's initial value when it was never set. */
export function shownValue(entity: Entity, name: string, { type }: Property): Value {
  const value = entity[name];
  return value === undefined || Array.isArray(value) ? INITIAL[type] : value;
}

const INITIAL: Readonly<Record<Property['type'], Value>> = {
  'Edm.String': '',
  'Edm.Boolean': false,
  'Edm.Decimal': 0,
  'Edm.Date': null,
  'Edm.DateTimeOffset': null,
};

/** The entities of a type in an entity of another, or the entity itself. */
export function* entitiesIn(entity: Entity, wanted: EntityType, type: EntityType): Generator<Entity> {
  if (type === wanted) {
    yield entity;
    return;
  }
  for (const [navigation, childType] of Object.entries(type.children)) {
    for (const child of childrenOf(entity, navigation)) yield* entitiesIn(child, wanted, childType);
  }
}

/** The entry that a table itself has: `constructor` and the like are no property of it. */
export function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Ids of digits are stored with leading zeros and shown without; SAP accepts both. */
export function withoutLeadingZeros(id: string): string {
  return /^0+\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id;
}
