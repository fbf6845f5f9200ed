export type Value = string | number | boolean | null;

/** A vendor's document: its values by field, its children by the field that holds them. Fields that were never set are absent. */
export interface Entity {
  [field: string]: Value | Entity[] | undefined;
}

/** The empty string when the field is none. */
export function textOf(entity: Entity, field: string): string {
  const value = entity[field];
  return typeof value === 'string' ? value : '';
}

/** 0 when the field is no number. */
export function numberOf(entity: Entity, field: string): number {
  const value = entity[field];
  return typeof value === 'number' ? value : 0;
}

export function childrenOf(entity: Entity, field: string): Entity[] {
  const children = entity[field];
  return Array.isArray(children) ? children : [];
}

/** The entry that a table itself has: `constructor` and the like are no field of it. */
export function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A JSON object, neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Missing, or a text of spaces. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** Dates and decimals as the vendors' JSON writes them. */

/** A real day as `YYYY-MM-DD`. */
export function isDate(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  // An impossible day such as 30 February becomes another one.
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

export function dateOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** How many decimals a number has; `1.10` has one. */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

export function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round((value + Number.EPSILON * Math.sign(value)) * factor) / factor;
}
