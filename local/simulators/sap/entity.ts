/** A business object in memory: its own values, and its children by navigation property. Plain JSON, so it journals. */
export type Value = string | number | boolean | null;

export interface Entity {
  readonly values: Record<string, Value>;
  readonly children: Record<string, Entity[]>;
}

export function textOf(entity: Entity, property: string): string {
  const value = entity.values[property];
  return typeof value === 'string' ? value : '';
}

export function numberOf(entity: Entity, property: string): number {
  const value = entity.values[property];
  return typeof value === 'number' ? value : 0;
}

export function childrenOf(entity: Entity, navigation: string): Entity[] {
  return entity.children[navigation] ?? [];
}
