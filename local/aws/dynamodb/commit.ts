import type { Commits } from './commits.ts';
import { type Database, indexPrefix, itemPrefix, type Operation, tokenPrefix } from './database.ts';
import { indexChanges } from './index-entries.ts';
import { Overlay } from './overlay.ts';
import type { Streams, UserIdentity } from './streams.ts';
import type { Change, Tables, UsedToken } from './types.ts';

export interface WriteContext {
  readonly database: Database;
  readonly tables: Tables;
  readonly streams: Streams;
  readonly commits: Commits;
}

/**
 * Evaluates a write on an overlay of its own, in one synchronous run. Resolves or rejects when what it wrote is durable,
 * and what it saw: a condition may have failed on a write that a kill would still lose.
 */
export async function runWrite<T>({ tables, commits }: WriteContext, write: (overlay: Overlay) => T): Promise<T> {
  try {
    return write(new Overlay(commits, tables));
  } finally {
    await commits.durable();
  }
}

/** Adds the items, index entries and stream records of the changes, and a used token, to one atomic batch. */
export function commit(
  { streams, commits }: WriteContext,
  changes: readonly Change[],
  other: { readonly token?: UsedToken | undefined; readonly userIdentity?: UserIdentity } = {},
): void {
  const { token, userIdentity } = other;
  const operations = [...changes.flatMap(itemOperations), ...streams.operations(changes, userIdentity)];
  if (token !== undefined) operations.push(operation(tokenPrefix + token.token, token));
  commits.add({ changes, operations, token });
}

function itemOperations(change: Change): Operation[] {
  const operations = [operation(itemPrefix(change.table.TableName) + change.key, change.after)];
  for (const { index, before, after, isSame } of indexChanges(change)) {
    if (isSame) continue;
    const prefix = indexPrefix(change.table.TableName, index.IndexName);
    if (before && before.key !== after?.key) operations.push(operation(prefix + before.key, undefined));
    if (after) operations.push(operation(prefix + after.key, after.item));
  }
  return operations;
}

function operation(key: string, value: unknown): Operation {
  return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
}
