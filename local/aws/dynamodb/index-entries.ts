import type { IndexSchema } from './definition.ts';
import { itemKey, shortIndexKey } from './dynalite.ts';
import { pick } from './item.ts';
import type { Change, Item, TableDescription } from './types.ts';

interface IndexEntry {
  readonly key: string;
  readonly item: Item;
}

/** What a write does to one index; both absent when the item is in the index neither before nor after. */
export interface IndexChange {
  readonly index: IndexSchema;
  readonly before: IndexEntry | undefined;
  readonly after: IndexEntry | undefined;
}

/**
 * The key of an item in an index: dynalite's, made unique by the item's own key. dynalite tells items with equal index
 * keys apart by 24 bits of a hash: of some thousands of such items, a few would overwrite each other's entries.
 */
export function indexKey(item: Item, table: TableDescription, index: IndexSchema): string {
  return `${shortIndexKey(item, table, index.KeySchema)}/${itemKey(item, table)}`;
}

/** The entry that an item has in an index: none unless it has every key attribute of the index. */
export function indexEntry(
  item: Item | undefined,
  table: TableDescription,
  index: IndexSchema,
): IndexEntry | undefined {
  if (item === undefined || index.KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) {
    return undefined;
  }
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  const keys = [...index.KeySchema, ...table.KeySchema].map(({ AttributeName }) => AttributeName);
  return {
    key: indexKey(item, table, index),
    item: ProjectionType === 'ALL' ? item : pick(item, [...keys, ...NonKeyAttributes]),
  };
}

/** What a change of an item does to each index of its table. */
export function indexChanges({ table, before, after }: Change): readonly IndexChange[] {
  return (table.GlobalSecondaryIndexes ?? []).map((index) => ({
    index,
    before: indexEntry(before, table, index),
    after: indexEntry(after, table, index),
  }));
}
