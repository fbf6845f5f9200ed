import { type Database, indexPrefix, itemPrefix, type Operation } from './database.ts';
import { indexChanges } from './index-entries.ts';
import type { Streams, UserIdentity } from './streams.ts';
import type { Change } from './types.ts';

/** Makes changes durable: items, index entries and stream records in one batch, so that nothing can separate them. */
export class Committer {
  readonly #database: Database;
  readonly #streams: Streams;

  constructor(database: Database, streams: Streams) {
    this.#database = database;
    this.#streams = streams;
  }

  /** Commits the changes, and whatever else must be true exactly when they are. */
  async commit(
    changes: readonly Change[],
    also: { readonly operations?: readonly Operation[]; readonly userIdentity?: UserIdentity } = {},
  ): Promise<void> {
    await this.#database.batch([
      ...changes.flatMap(itemOperations),
      ...this.#streams.operations(changes, also.userIdentity),
      ...(also.operations ?? []),
    ]);
    this.#streams.notify(changes);
  }
}

function itemOperations(change: Change): Operation[] {
  const operations = [put(itemPrefix(change.table.TableName) + change.key, change.after)];
  for (const { index, before, after } of indexChanges(change)) {
    const prefix = indexPrefix(change.table.TableName, index.IndexName);
    if (before && before.key !== after?.key) operations.push({ type: 'del', key: prefix + before.key });
    if (after) operations.push(put(prefix + after.key, after.item));
  }
  return operations;
}

function put(key: string, value: unknown): Operation {
  return value === undefined ? { type: 'del', key } : { type: 'put', key, value };
}
