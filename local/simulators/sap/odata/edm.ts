import * as z from 'zod';
import { childrenOf, decimalsOf, type Entity, isDate, type Value } from '../../entity.ts';

/** The part of OData's entity data model that describes SAP's services: what is read, written and checked follows it. */
export interface EntityType {
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: Properties;
  /** By navigation property. */
  readonly children: Readonly<Record<string, EntityType>>;
  /** Whether its entities carry `SAP__Messages` (sap 45): of the purchase order service, all but notes do. */
  readonly messages: boolean;
}

/** `members` are properties and, under the names of navigation properties, the types of children. */
export function entityType(
  set: string,
  keys: Properties,
  members: Readonly<Record<string, Property | EntityType>>,
): EntityType {
  const properties: Record<string, Property> = { ...immutable(keys) };
  const children: Record<string, EntityType> = {};
  for (const [name, member] of Object.entries(members)) {
    if ('set' in member) children[name] = member;
    else properties[name] = member;
  }
  return { set, keys: Object.keys(keys), properties, children, messages: !/^A_|Note$/.test(set) };
}

export type Properties = Readonly<Record<string, Property>>;

export interface Property {
  readonly type: 'Edm.String' | 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset' | 'Edm.Decimal';
  /** `computed`: set by SAP; a sent value is ignored (sap 31). `immutable`: can't change once the entity exists. */
  readonly access?: 'computed' | 'immutable';
  /** The JSON that a request may send. */
  readonly schema: z.ZodType<Value>;
  /** The property with a quantity's unit or an amount's currency. */
  readonly unit?: string;
}

export function text(maxLength: number, ...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.String', schema: z.string().max(maxLength) });
}
export function flags(...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.Boolean', schema: z.boolean() });
}
/** Of OData V2, these are `Edm.DateTime`. */
export function dates(...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.Date', schema: z.string().refine(isDate).nullable() });
}
export function timestamps(...names: readonly string[]): Properties {
  const schema = z.string().refine((value) => normalizeTimestamp(value) !== undefined);
  return all(names, { type: 'Edm.DateTimeOffset', schema: schema.nullable() });
}
/** JSON numbers, never strings (sap 21). */
export function decimals(precision: number, scale: number, ...names: readonly string[]): Properties {
  const fits = (value: number) => Math.abs(value) < 10 ** (precision - scale) && decimalsOf(value) <= scale;
  return all(names, { type: 'Edm.Decimal', schema: z.number().refine(fits) });
}
export function quantity(name: string, unit: string, precision = 13, scale = 3): Properties {
  return extended(decimals(precision, scale, name), { unit });
}
/** With as many decimals as their currency has (sap 23). */
export function amounts(precision: number, ...names: readonly string[]): Properties {
  const fits = (value: number) => Math.abs(value) < 10 ** (precision - decimalsOf(value));
  return all(names, { type: 'Edm.Decimal', schema: z.number().refine(fits), unit: 'DocumentCurrency' });
}
export function computed(properties: Properties): Properties {
  return extended(properties, { access: 'computed' });
}
/** As keys are, unless SAP computes them. */
export function immutable(properties: Properties): Properties {
  return extended(properties, { access: 'immutable' });
}

function extended(properties: Properties, extra: Partial<Property>): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { ...extra, ...property }]));
}

function all(names: readonly string[], property: Property): Properties {
  return Object.fromEntries(names.map((name) => [name, property]));
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

/** A type with those of the entities in it. */
export function typesIn(type: EntityType): EntityType[] {
  return [type, ...Object.values(type.children).flatMap(typesIn)];
}

/** An entity with the one that it is part of, such as an item with its order; an order is part of itself. */
export interface Row {
  readonly entity: Entity;
  readonly root: Entity;
}

/** The entities of a type in a row's entity, or the row itself. */
export function rowsIn(row: Row, type: EntityType, wanted: EntityType): Row[] {
  if (type === wanted) return [row];
  return Object.entries(type.children).flatMap(([navigation, childType]) => {
    return childRows(row, navigation).flatMap((child) => rowsIn(child, childType, wanted));
  });
}

export function childRows({ entity, root }: Row, navigation: string): Row[] {
  return childrenOf(entity, navigation).map((child) => ({ entity: child, root }));
}

/** Ids of digits are stored with leading zeros and shown without; SAP accepts both. */
export function withoutLeadingZeros(id: string): string {
  return /^0+\d+$/.test(id) ? id.replace(/^0+(?=\d)/, '') : id;
}

/** An instant as it is stored and as V4 writes it: UTC with seven decimals (sap 39), so that timestamps compare as strings. */
export function timestampOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, -1)}0000Z`;
}

/** Undefined when the value is no timestamp. */
export function normalizeTimestamp(value: string): string | undefined {
  const [, day = ''] =
    /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})$/.exec(value) ?? [];
  const instant = Date.parse(value);
  return isDate(day) && !Number.isNaN(instant) ? timestampOf(instant) : undefined;
}
