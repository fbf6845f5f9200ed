import { type Item, readItems, type Table, type TableKey } from './table.ts';

/** Configuration that may be some seconds old, remembered in an execution environment (ADR 11). */

export const RECENT_MS = 10_000;
const MAX_REMEMBERED = 1000;

/**
 * The items of the keys, at most some seconds old. What an eventually consistent read does not find may be new: only a
 * consistent read proves an absence, which is not remembered.
 */
export async function findRecent(
  table: Table,
  keys: readonly TableKey[],
  nowMs: number,
): Promise<(Item | undefined)[]> {
  const nameOf = ({ pk, sk }: TableKey) => `${pk}\n${sk}`;
  const recent = (key: TableKey) => {
    const found = table.recent.get(nameOf(key));
    return found && found.until > nowMs ? found.item : undefined;
  };
  // Not between the reads: what the first has found is returned with what the second finds.
  if (table.recent.size > MAX_REMEMBERED) table.recent.clear();
  for (const ConsistentRead of [false, true]) {
    const missing = keys.filter((key) => !recent(key));
    if (missing.length === 0) break;
    for (const item of await readItems(table, missing, ConsistentRead)) {
      table.recent.set(nameOf({ pk: String(item.pk), sk: String(item.sk) }), { item, until: nowMs + RECENT_MS });
    }
  }
  return keys.map(recent);
}
