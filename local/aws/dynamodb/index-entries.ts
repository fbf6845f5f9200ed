import type { IndexSchema } from './definition.ts';
import { itemKey, shortIndexKey } from './dynalite.ts';
import { pick } from './item.ts';
import type { Change, Item, TableDescription } from './types.ts';

interface IndexEntry {
  readonly key: string;
  readonly item: Item;
}

/** The change of one index by a write; both are absent when the item is in the index neither before nor after. */
export interface IndexChange {
  readonly index: IndexSchema;
  readonly before: IndexEntry | undefined;
  readonly after: IndexEntry | undefined;
}

/**
 * The key of an index entry: dynalite's and the item's own. dynalite's alone is not unique: it tells items with equal
 * index keys apart by 24 bits of a hash, so that entries of a few thousand such items overwrite each other.
 */
export function indexKey(item: Item, table: TableDescription, index: IndexSchema): string {
  return `${shortIndexKey(item, table, index.KeySchema)}/${itemKey(item, table)}`;
}

/** An item without all key attributes of the index has no entry. */
export function indexEntry(
  item: Item | undefined,
  table: TableDescription,
  index: IndexSchema,
): IndexEntry | undefined {
  if (item === undefined || index.KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) {
    return undefined;
  }
  const names = projectedNames(table, index);
  return { key: indexKey(item, table, index), item: names ? pick(item, names) : item };
}

/** The attributes that an index carries; undefined for all. */
export function projectedNames(table: TableDescription, index: IndexSchema): readonly string[] | undefined {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === 'ALL') return undefined;
  return [...[...index.KeySchema, ...table.KeySchema].map(({ AttributeName }) => AttributeName), ...NonKeyAttributes];
}

export function indexChanges({ table, before, after }: Change): readonly IndexChange[] {
  return (table.GlobalSecondaryIndexes ?? []).map((index) => ({
    index,
    before: indexEntry(before, table, index),
    after: indexEntry(after, table, index),
  }));
}
