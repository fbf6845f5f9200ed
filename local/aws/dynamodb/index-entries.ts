import type { IndexSchema } from './definition.ts';
import { itemKey, shortIndexKey } from './dynalite.ts';
import { pick, sameItem } from './item.ts';
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
  /** Whether the entry stays as it is. */
  readonly isSame: boolean;
}

/**
 * The key of an index entry: dynalite's and the item's own. dynalite's alone is not unique: it tells items with equal
 * index keys apart by 24 bits of a hash, so that entries of a few thousand such items overwrite each other.
 */
export function indexKey(item: Item, table: TableDescription, index: IndexSchema, key = itemKey(item, table)): string {
  return `${shortIndexKey(item, table, index.KeySchema)}/${key}`;
}

/** An item without all key attributes of the index has no entry. */
export function indexEntry(
  item: Item | undefined,
  table: TableDescription,
  index: IndexSchema,
  key?: string,
): IndexEntry | undefined {
  if (item === undefined || index.KeySchema.some(({ AttributeName }) => item[AttributeName] === undefined)) {
    return undefined;
  }
  const names = projectedNames(table, index);
  return { key: indexKey(item, table, index, key), item: names ? pick(item, names) : item };
}

/** The attributes that an index carries; undefined for all. */
export function projectedNames(table: TableDescription, index: IndexSchema): readonly string[] | undefined {
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection;
  if (ProjectionType === 'ALL') return undefined;
  return [...[...index.KeySchema, ...table.KeySchema].map(({ AttributeName }) => AttributeName), ...NonKeyAttributes];
}

/** The commit of a change and its consumed capacity need them. */
const known = new WeakMap<Change, readonly IndexChange[]>();

export function indexChanges(change: Change): readonly IndexChange[] {
  const earlier = known.get(change);
  if (earlier !== undefined) return earlier;
  const { table, key, before: oldItem, after: newItem } = change;
  const changes = (table.GlobalSecondaryIndexes ?? []).map((index) => {
    const [before, after] = [indexEntry(oldItem, table, index, key), indexEntry(newItem, table, index, key)];
    return { index, before, after, isSame: before?.key === after?.key && sameItem(before?.item, after?.item) };
  });
  known.set(change, changes);
  return changes;
}
