import { commit, runWrite, type WriteContext } from './commit.ts';
import { itemPrefix, within } from './database.ts';
import { itemKey, run } from './dynalite.ts';
import { pick } from './item.ts';
import type { UserIdentity } from './streams.ts';
import type { Item, Table } from './types.ts';

/**
 * DynamoDB keeps items that expired earlier: such a value is probably a mistake.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
const MAX_AGE_SECONDS = 5 * 365 * 24 * 60 * 60;
const TIME_TO_LIVE: UserIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** Scans the tables with a TTL attribute, deletes the expired items, and returns their number. */
export async function deleteExpiredItems(context: WriteContext, now: number): Promise<number> {
  let deleted = 0;
  for (const table of context.tables.values()) {
    if (table.definition.ttlAttribute === undefined) continue;
    const items = context.database.values<string, Item>(within(itemPrefix(table.definition.name)));
    for await (const item of items) {
      if (isExpired(table, item, now) && (await deleteExpired(context, table, item, now))) deleted += 1;
    }
  }
  return deleted;
}

function deleteExpired(context: WriteContext, table: Table, item: Item, now: number): Promise<boolean> {
  const { TableName, KeySchema } = table.description;
  const Key = pick(
    item,
    KeySchema.map(({ AttributeName }) => AttributeName),
  );
  return runWrite(context, (overlay) => {
    const current = overlay.get(TableName, itemKey(item, table.description));
    // A write since the scan may have renewed or deleted the item.
    if (current === undefined || !isExpired(table, current, now)) return false;
    run('DeleteItem', overlay, { TableName, Key });
    commit(context, overlay.changes(), { userIdentity: TIME_TO_LIVE });
    return true;
  });
}

function isExpired({ definition: { ttlAttribute = '' } }: Table, item: Item, now: number): boolean {
  const value = item[ttlAttribute];
  if (value === undefined || !('N' in value)) return false;
  const age = now / 1000 - Number(value.N);
  return age > 0 && age <= MAX_AGE_SECONDS;
}
