/** The vocabulary in which `model.ts` describes the service: the part of OData's entity data model that it uses. */

interface Access {
  /** `computed`: the system's own, sent values are ignored. `immutable`: cannot change once the entity exists. */
  readonly access?: 'computed' | 'immutable';
  readonly mandatory?: true;
}

interface Decimal {
  readonly type: 'Edm.Decimal';
  readonly precision: number;
  /** `variable`: as many decimals as the currency has. */
  readonly scale: number | 'variable';
  /** The property that holds the unit or the currency, and that must accompany this one. */
  readonly unit?: string;
}

export type Property = Access &
  (
    | { readonly type: 'Edm.String'; readonly maxLength?: number }
    | { readonly type: 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset' }
    | Decimal
  );

export interface EntityType {
  /** Name of the entity set; the type's name is this with `_Type`. */
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  /** By navigation property; to-many compositions only. */
  readonly children: Readonly<Record<string, EntityType>>;
  /** Whether its entities carry `SAP__Messages`. */
  readonly messages: boolean;
}

type Flags = Access;

export function text(maxLength?: number, flags: Flags = {}): Property {
  return maxLength === undefined ? { type: 'Edm.String', ...flags } : { type: 'Edm.String', maxLength, ...flags };
}
export function flag(flags: Flags = {}): Property {
  return { type: 'Edm.Boolean', ...flags };
}
export function date(flags: Flags = {}): Property {
  return { type: 'Edm.Date', ...flags };
}
export function timestamp(flags: Flags = {}): Property {
  return { type: 'Edm.DateTimeOffset', ...flags };
}
export function decimal(precision: number, scale = 0): Property {
  return { type: 'Edm.Decimal', precision, scale };
}
export function quantity(unit: string, precision = 13, scale = 3, flags: Flags = {}): Property {
  return {
    type: 'Edm.Decimal',
    precision,
    scale,
    unit,
    ...flags,
  };
}
export function amount(precision = 13, flags: Flags = {}): Property {
  return {
    type: 'Edm.Decimal',
    precision,
    scale: 'variable',
    unit: 'DocumentCurrency',
    ...flags,
  };
}
