import { HubError } from '../domain/errors.ts';
import type { Table } from '../store/table.ts';
import { tryCommit, type Write } from '../store/write.ts';

const MAX_ATTEMPTS = 20;

/** How an item comes to its next state. */
interface Decision<Item> {
  /** The next state; undefined where nothing changes. */
  readonly decide: (before: Item | undefined) => Item | undefined;
  readonly writes: (next: Item, before: Item | undefined) => readonly Write[];
  readonly reload: () => Promise<Item | undefined>;
}

/**
 * Saves what is decided on an item, once more on what another writer has left that was faster, and returns whether anything has changed.
 * Throws `hub.unavailable` where others are always faster.
 */
export async function saveDecided<Item>(
  table: Table,
  seen: Item | undefined,
  { decide, writes, reload }: Decision<Item>,
): Promise<boolean> {
  let before = seen;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const next = decide(before);
    if (next === undefined) return false;
    if (await tryCommit(table, writes(next, before))) return true;
    before = await reload();
  }
  throw new HubError('hub.unavailable', 'Others change the product at the same time: repeat the call.');
}
