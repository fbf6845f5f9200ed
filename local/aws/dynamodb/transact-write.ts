import type { AwsResponse } from '../service.ts';
import {
  consumedCapacity,
  READ_FACTOR,
  readUnits,
  sumByTable,
  TRANSACTION_FACTOR,
  total,
  writeUnits,
} from './capacity.ts';
import { isReplay, usedToken } from './client-tokens.ts';
import { commit, runWrite, type WriteContext } from './commit.ts';
import { itemSize } from './item.ts';
import type { Overlay } from './overlay.ts';
import * as schemas from './schemas.ts';
import { checkDistinctItems, checkTransactionSize, keyOfMember } from './transact-limits.ts';
import { type CancellationReason, cancelIfFailed, checkMembers, type Member, reasonOf } from './transact-members.ts';
import type { Change, Json } from './types.ts';
import { type WriteAction, write } from './writes.ts';

const ACTIONS: Readonly<Record<string, WriteAction>> = {
  ConditionCheck: 'ConditionCheck',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
};

/** TransactWriteItems: all members or none. */
export async function transactWrite(context: WriteContext, input: Json, now: number): Promise<AwsResponse> {
  const members = checkMembers(input, schemas.transactWriteItems, schemas.transactWriteMembers);
  const { ClientRequestToken: token, ReturnConsumedCapacity: requested, TransactItems } = input;
  const used = typeof token === 'string' ? usedToken(token, TransactItems, now) : undefined;
  return runWrite(context, (overlay) => {
    checkDistinctItems(members, overlay.tables);
    if (used !== undefined && isReplay(context.commits, used)) return replay(members, overlay, requested);
    const items = writeAll(members, overlay);
    checkTransactionSize(items.map(({ before = {}, after = {} }) => Math.max(itemSize(before), itemSize(after))));
    commit(context, overlay.changes(), { token: used });
    const units = sumByTable(items.map((item) => [item.table.TableName, writeUnits(item, TRANSACTION_FACTOR)]));
    const ConsumedCapacity = consumedCapacity(requested, units, 'WriteCapacityUnits');
    return { output: { ConsumedCapacity }, usage: { readUnits: 0, writeUnits: total(units) } };
  });
}

/** Runs every member, since each needs its cancellation reason. A condition check leaves its item unchanged. */
function writeAll(members: readonly Member[], overlay: Overlay): readonly Change[] {
  const items: Change[] = [];
  const reasons: CancellationReason[] = [];
  for (const { kind, data } of members) {
    try {
      const { key } = write(overlay, ACTIONS[kind] ?? 'ConditionCheck', data);
      const table = overlay.tables.get(data.TableName)?.description;
      if (key !== undefined && table !== undefined) {
        const found = overlay.found(data.TableName, key);
        items.push(overlay.change(data.TableName, key) ?? { table, key, before: found, after: found });
      }
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  cancelIfFailed(reasons);
  return items;
}

/** A replayed transaction changes nothing and consumes what reading its items consumes. */
function replay(members: readonly Member[], overlay: Overlay, requested: unknown): AwsResponse {
  const reads = members.map((member) => {
    const { TableName } = member.data;
    const key = keyOfMember(member, overlay.tables);
    const item = key === undefined ? undefined : overlay.get(TableName, key);
    const units = readUnits(item ? itemSize(item) : 0, READ_FACTOR.transactional);
    return [TableName, { table: units, indexes: {} }] as const;
  });
  const units = sumByTable(reads);
  const ConsumedCapacity = consumedCapacity(requested, units, 'ReadCapacityUnits');
  return { output: { ConsumedCapacity }, usage: { readUnits: total(units), writeUnits: 0 } };
}
