import * as z from 'zod';
import type { Value } from '../entity.ts';
import { decimalsOf, isDate } from '../formats.ts';
import { normalizeTimestamp } from './timestamps.ts';

/** The part of OData's entity data model that describes the service in `model.ts`. */
export interface EntityType {
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: Properties;
  /** By navigation property. */
  readonly children: Readonly<Record<string, EntityType>>;
  /** Whether its entities carry `SAP__Messages`. */
  readonly messages?: boolean;
  /** Whether an entity above has at most one. */
  readonly isToOne?: boolean;
}

/** `keys` are names with spaces in between. */
export function entityType(
  set: string,
  keys: string,
  properties: Properties,
  children: EntityType['children'] = {},
  extra: Partial<EntityType> = {},
): EntityType {
  return { set, keys: keys.split(' '), properties, children, ...extra };
}

export type Properties = Readonly<Record<string, Property>>;

export interface Property {
  readonly type: 'Edm.String' | 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTime' | 'Edm.DateTimeOffset' | 'Edm.Decimal';
  /** `computed`: set by SAP; a sent value is ignored (sap 31). `immutable`: can't change once the entity exists. */
  readonly access?: 'computed' | 'immutable';
  /** The JSON that a request may send. */
  readonly schema: z.ZodType<Value>;
  /** Of a quantity or an amount: what must accompany it. */
  readonly measure?: Measure;
}

export interface Measure {
  readonly kind: 'quantity' | 'amount';
  /** The property with the unit or currency. */
  readonly unit: string;
  readonly precision: number;
}

export function text(maxLength: number, ...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.String', schema: z.string().max(maxLength) });
}
export function flags(...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.Boolean', schema: z.boolean() });
}
export function dates(...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.Date', schema: z.string().refine(isDate).nullable() });
}
/** A day of OData V2. */
export function dateTimes(...names: readonly string[]): Properties {
  return all(names, { type: 'Edm.DateTime', schema: z.string().refine(isDate).nullable() });
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
  const measure: Measure = { kind: 'quantity', unit, precision };
  return extended(decimals(precision, scale, name), { measure });
}
/** With as many decimals as their currency has (sap 23). */
export function amounts(precision: number, ...names: readonly string[]): Properties {
  const schema = z.number().refine((value) => Math.abs(value) < 10 ** precision);
  return all(names, { type: 'Edm.Decimal', schema, measure: { kind: 'amount', unit: 'DocumentCurrency', precision } });
}

export function computed(...groups: readonly Properties[]): Properties {
  return extended(Object.assign({}, ...groups), { access: 'computed' });
}
export function immutable(...groups: readonly Properties[]): Properties {
  return extended(Object.assign({}, ...groups), { access: 'immutable' });
}

function extended(properties: Properties, extra: Partial<Property>): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { ...property, ...extra }]));
}

function all(names: readonly string[], property: Property): Properties {
  return Object.fromEntries(names.map((name) => [name, property]));
}
