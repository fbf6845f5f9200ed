/** The part of OData's entity data model that describes the service in `model.ts`. */

/** `computed`: set by SAP; a sent value is ignored (sap 31). `immutable`: can't change once the entity exists. */
type Access = 'computed' | 'immutable' | undefined;

export interface DecimalProperty {
  readonly type: 'Edm.Decimal';
  readonly access: Access;
  readonly precision: number;
  /** `variable`: as many decimals as the currency has. */
  readonly scale: number | 'variable';
  /** The property with the unit or currency that must accompany this one. */
  readonly unit: string | undefined;
}

export type Property =
  | DecimalProperty
  | { readonly type: 'Edm.String'; readonly access: Access; readonly maxLength: number }
  | { readonly type: 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset'; readonly access: Access };

export interface EntityType {
  readonly set: string;
  readonly keys: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
  /** By navigation property; all are to-many compositions. */
  readonly children: Readonly<Record<string, EntityType>>;
  /** Whether its entities carry `SAP__Messages`. */
  readonly messages: boolean;
}

export function text(maxLength: number, access?: Access): Property {
  return { type: 'Edm.String', access, maxLength };
}
export function flag(access?: Access): Property {
  return { type: 'Edm.Boolean', access };
}
export function date(access?: Access): Property {
  return { type: 'Edm.Date', access };
}
export function timestamp(access?: Access): Property {
  return { type: 'Edm.DateTimeOffset', access };
}
export function decimal(precision: number, scale: number): Property {
  return { type: 'Edm.Decimal', access: undefined, precision, scale, unit: undefined };
}
export function quantity(unit: string, precision = 13, scale = 3, access?: Access): Property {
  return { type: 'Edm.Decimal', access, precision, scale, unit };
}
export function amount(precision = 13, access?: Access): Property {
  return { type: 'Edm.Decimal', access, precision, scale: 'variable', unit: 'DocumentCurrency' };
}
