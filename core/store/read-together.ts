import { BATCH_GET_LIMIT, type Item, readItems, type Table, type TableKey } from './table.ts';

interface Group {
  readonly keys: Map<string, TableKey>;
  readonly items: Promise<ReadonlyMap<string, Item>>;
}

/** What has been asked for and is not on its way yet. */
const groups = new WeakMap<Table, Group>();

/**
 * The items of some keys, strongly consistent, in any order; those that don't exist are left out. What is asked for in one turn of
 * the event loop is read by one call, as long as it fits: each message of a batch asks for its own few items.
 */
export async function readTogether(table: Table, keys: readonly TableKey[]): Promise<Item[]> {
  // DynamoDB rejects a key that is named twice.
  const distinct = new Map(keys.map((key) => [nameOf(key), key]));
  const group = groupWithRoom(table, distinct.size);
  for (const [name, key] of distinct) group.keys.set(name, key);
  const items = await group.items;
  return [...distinct.keys()].map((name) => items.get(name)).filter((item) => item !== undefined);
}

function groupWithRoom(table: Table, size: number): Group {
  const open = groups.get(table);
  if (open && open.keys.size + size <= BATCH_GET_LIMIT) return open;
  const keys = new Map<string, TableKey>();
  const items = Promise.resolve().then(async () => {
    if (groups.get(table) === group) groups.delete(table);
    const found = await readItems(table, [...keys.values()], true);
    return new Map(found.map((item) => [nameOf({ pk: String(item.pk), sk: String(item.sk) }), item]));
  });
  const group = { keys, items };
  groups.set(table, group);
  return group;
}

function nameOf({ pk, sk }: TableKey): string {
  return `${pk}\n${sk}`;
}
