import * as z from 'zod';
import { decimalsOf, isDate } from '../formats.ts';
import { normalizeTimestamp } from './timestamps.ts';

/** The part of OData's entity data model that describes the service in `model.ts`. */

/** `computed`: set by SAP; a sent value is ignored (sap 31). `immutable`: can't change once the entity exists. */
type Access = 'computed' | 'immutable' | undefined;

export type Value = string | number | boolean | null;

export interface Property {
  readonly type: 'Edm.String' | 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset' | 'Edm.Decimal';
  readonly access: Access;
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

export interface EntityType {
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  /** By navigation property; all are to-many compositions. */
  readonly children: Readonly<Record<string, EntityType>>;
  /** Whether its entities carry `SAP__Messages`. */
  readonly messages: boolean;
}

const flagSchema = z.boolean();
const dateSchema = z.string().refine(isDate).nullable();
const timestampSchema = z
  .string()
  .refine((text) => normalizeTimestamp(text) !== undefined)
  .nullable();

export function text(maxLength: number, access?: Access): Property {
  return { type: 'Edm.String', access, schema: z.string().max(maxLength) };
}
export function flag(access?: Access): Property {
  return { type: 'Edm.Boolean', access, schema: flagSchema };
}
export function date(access?: Access): Property {
  return { type: 'Edm.Date', access, schema: dateSchema };
}
export function timestamp(access?: Access): Property {
  return { type: 'Edm.DateTimeOffset', access, schema: timestampSchema };
}
/** A JSON number, never a string (sap 21). */
export function decimal(precision: number, scale: number, access?: Access): Property {
  const fits = (value: number) => Math.abs(value) < 10 ** (precision - scale) && decimalsOf(value) <= scale;
  return { type: 'Edm.Decimal', access, schema: z.number().refine(fits) };
}
export function quantity(unit: string, precision = 13, scale = 3, access?: Access): Property {
  return { ...decimal(precision, scale, access), measure: { kind: 'quantity', unit, precision } };
}
/** Has as many decimals as its currency (sap 23). */
export function amount(precision = 13, access?: Access): Property {
  const schema = z.number().refine((value) => Math.abs(value) < 10 ** precision);
  return { type: 'Edm.Decimal', access, schema, measure: { kind: 'amount', unit: 'DocumentCurrency', precision } };
}
