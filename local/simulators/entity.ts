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
