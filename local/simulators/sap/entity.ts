import { childrenOf, type Entity, type Value } from '../entity.ts';
import type { EntityType, Property } from './edm.ts';

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
  'Edm.DateTime': null,
  'Edm.DateTimeOffset': null,
};

/** A type with those of the entities in it. */
export function typesIn(type: EntityType): EntityType[] {
  return [type, ...Object.values(type.children).flatMap(typesIn)];
}

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

/** Ids of digits are stored with leading zeros and shown without; SAP accepts both. */
export function withoutLeadingZeros(id: string): string {
  return /^0+\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id;
}
