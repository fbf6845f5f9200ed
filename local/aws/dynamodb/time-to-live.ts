import type { Committer } from './committer.ts';
import { type Database, itemPrefix, within } from './database.ts';
import type { TableDefinition } from './definition.ts';
import { itemKey, run } from './dynalite.ts';
import { pick } from './item.ts';
import type { FifoLock } from './lock.ts';
import { Overlay } from './overlay.ts';
import type { UserIdentity } from './streams.ts';
import type { Tables } from './tables.ts';
import type { Item, TableDescription } from './types.ts';

/** DynamoDB leaves items alone whose time to live lies further back: such a number is more likely a mistake. */
const MAX_AGE_SECONDS = 5 * 365 * 24 * 60 * 60;
const TIME_TO_LIVE: UserIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** Deletes items whose time has passed. It scans: sweeps are rare, and the tables of a local runtime are small. */
export class TimeToLive {
  readonly #database: Database;
  readonly #tables: Tables;
  readonly #lock: FifoLock;
  readonly #committer: Committer;

  constructor(database: Database, tables: Tables, lock: FifoLock, committer: Committer) {
    this.#database = database;
    this.#tables = tables;
    this.#lock = lock;
    this.#committer = committer;
  }

  /** Sweeps every table with a TTL attribute, and tells how many items it deleted. */
  async sweep(now: number): Promise<number> {
    let deleted = 0;
    for (const definition of this.#tables.definitions()) {
      const table = this.#tables.description(definition.name);
      if (definition.ttlAttribute === undefined || table === undefined) continue;
      const items = this.#database.values<string, Item>({
        ...within(itemPrefix(table.TableName)),
        valueEncoding: 'json',
      });
      for await (const item of items) {
        if (isExpired(definition, item, now) && (await this.#expire(definition, table, item, now))) deleted += 1;
      }
    }
    return deleted;
  }

  #expire(definition: TableDefinition, table: TableDescription, item: Item, now: number): Promise<boolean> {
    const names = table.KeySchema.map(({ AttributeName }) => AttributeName);
    const request = { TableName: table.TableName, Key: pick(item, names) };
    return this.#lock.run(async () => {
      const overlay = new Overlay(this.#database, this.#tables);
      const current = await overlay.get(table.TableName, itemKey(item, table));
      // The item may have been renewed or deleted since the scan saw it.
      if (current === undefined || !isExpired(definition, current, now)) return false;
      await run('DeleteItem', overlay, request);
      await this.#committer.commit(overlay.changes(), { userIdentity: TIME_TO_LIVE });
      return true;
    });
  }
}

function isExpired({ ttlAttribute = '' }: TableDefinition, item: Item, now: number): boolean {
  const value = item[ttlAttribute];
  if (value === undefined || !('N' in value)) return false;
  const age = now / 1000 - Number(value.N);
  return age > 0 && age <= MAX_AGE_SECONDS;
}
