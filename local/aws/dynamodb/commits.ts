import { orStop } from '../../fail-stop.ts';
import { createWriteQueue } from '../../write-queue.ts';
import { type Database, itemPrefix, type Operation, tokenPrefix } from './database.ts';
import type { OldStates } from './old-states.ts';
import type { Streams } from './streams.ts';
import type { Change, Item, UsedToken } from './types.ts';

/** What one write commits, all or none. */
export interface Commit {
  readonly changes: readonly Change[];
  /** All that is to be written, for the changes and the token too. */
  readonly operations: readonly Operation[];
  readonly token?: UsedToken | undefined;
}

export interface Commits {
  /** The newest state of an item: what is about to be written, or what is durable. */
  item(key: string): Item | undefined;
  /** The same for a client request token. */
  token(token: string): UsedToken | undefined;
  add(commit: Commit): void;
  /** Resolves when everything is durable that was added up to now. */
  durable(): Promise<void>;
  /** Closes the database when nothing is left to write. */
  close(): Promise<void>;
}

/**
 * Group commit: a write is evaluated on the newest state, and is added to the batch that starts when the current one has
 * ended. So writes that arrive during a batch share the next one, and each batch follows those that it builds on.
 */
export function createCommits(database: Database, streams: Streams, oldStates: OldStates | undefined): Commits {
  const items = new Map<string, Change>();
  const tokens = new Map<string, UsedToken>();
  let pending = 0;

  const queue = createWriteQueue<Commit>(async (group) => {
    oldStates?.keep();
    await orStop(database.batch([...group.flatMap(({ operations }) => operations), ...streams.position()]));
    for (const { changes, token } of group) {
      for (const change of changes) forget(items, fullKey(change), change);
      if (token !== undefined) forget(tokens, token.token, token);
    }
    pending -= group.length;
    streams.notify(group.flatMap(({ changes }) => changes));
  });

  return {
    item: (key) => {
      const change = items.get(key);
      return change === undefined ? database.getSync<string, Item>(key, {}) : change.after;
    },
    token: (token) => tokens.get(token) ?? database.getSync<string, UsedToken>(tokenPrefix + token, {}),
    add: (commit) => {
      for (const change of commit.changes) items.set(fullKey(change), change);
      if (commit.token !== undefined) tokens.set(commit.token.token, commit.token);
      pending += 1;
      void queue.push([commit]);
    },
    durable: queue.flushed,
    close: async () => {
      while (pending > 0) await queue.flushed();
      await database.close();
    },
  };
}

function fullKey({ table, key }: Change): string {
  return itemPrefix(table.TableName) + key;
}

/** Removes an entry, unless a later write has replaced it. */
function forget<V>(entries: Map<string, V>, key: string, value: V): void {
  if (entries.get(key) === value) entries.delete(key);
}
