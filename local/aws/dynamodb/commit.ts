import { orStop } from '../../fail-stop.ts';
import { type Database, indexPrefix, itemPrefix, type Operation } from './database.ts';
import { indexChanges } from './index-entries.ts';
import type { FifoLock } from './lock.ts';
import type { OldStates } from './old-states.ts';
import { Overlay } from './overlay.ts';
import type { Streams, UserIdentity } from './streams.ts';
import type { Change, Tables } from './types.ts';

export interface WriteContext {
  readonly database: Database;
  readonly tables: Tables;
  readonly streams: Streams;
  readonly lock: FifoLock;
  /** For eventually consistent reads; absent when every read sees the current state. */
  readonly oldStates?: OldStates | undefined;
}

/** Runs a write on an overlay of its own, one write at a time. */
export function runWrite<T>(
  { database, tables, lock }: WriteContext,
  write: (overlay: Overlay) => Promise<T>,
): Promise<T> {
  return lock.run(() => write(new Overlay(database, tables)));
}

/** Writes the items, index entries and stream records of the changes, and other operations, in one atomic batch. */
export async function commit(
  { database, streams, oldStates }: WriteContext,
  changes: readonly Change[],
  other: { readonly operations?: readonly Operation[]; readonly userIdentity?: UserIdentity } = {},
): Promise<void> {
  oldStates?.keep();
  await orStop(
    database.batch([
      ...changes.flatMap(itemOperations),
      ...streams.operations(changes, other.userIdentity),
      ...(other.operations ?? []),
    ]),
  );
  streams.notify(changes);
}

function itemOperations(change: Change): Operation[] {
  const operations = [operation(itemPrefix(change.table.TableName) + change.key, change.after)];
  for (const { index, before, after } of indexChanges(change)) {
    const prefix = indexPrefix(change.table.TableName, index.IndexName);
    if (before && before.key !== after?.key) operations.push(operation(prefix + before.key, undefined));
    if (after) operations.push(operation(prefix + after.key, after.item));
  }
  return operations;
}

function operation(key: string, value: unknown): Operation {
  return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
}
