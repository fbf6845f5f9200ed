import type { AwsAnswer, Clock } from '../service.ts';
import {
  consumedCapacity,
  READ_FACTOR,
  readUnits,
  sumByTable,
  TRANSACTION_FACTOR,
  total,
  writeUnits,
} from './capacity.ts';
import type { ClientTokens } from './client-tokens.ts';
import type { Committer } from './committer.ts';
import { keyOfWrite } from './dynalite.ts';
import { validationException } from './errors.ts';
import { itemSize } from './item.ts';
import type { Overlay } from './overlay.ts';
import * as schemas from './schemas.ts';
import {
  type CancellationReason,
  cancelUnlessAllDone,
  checkMembers,
  type Member,
  reasonOf,
} from './transact-members.ts';
import type { Change } from './types.ts';
import { type WriteAction, write } from './writes.ts';

const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;
const ACTIONS: Readonly<Record<string, WriteAction>> = {
  ConditionCheck: 'ConditionCheck',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
};

export interface TransactionContext {
  readonly overlay: Overlay;
  readonly committer: Committer;
  readonly tokens: ClientTokens;
  readonly clock: Clock;
}

/** The members of TransactWriteItems, checked; to be called outside the lock. */
export function checkTransactWrite(input: Readonly<Record<string, unknown>>): readonly Member[] {
  return checkMembers(input, schemas.transactWriteItems, schemas.transactWriteMembers);
}

/** Does all members or none. To be called inside the lock. */
export async function transactWrite(
  input: Readonly<Record<string, unknown>>,
  members: readonly Member[],
  { overlay, committer, tokens, clock }: TransactionContext,
): Promise<AwsAnswer> {
  const { ClientRequestToken: token, ReturnConsumedCapacity: asked } = input;
  refuseRepeatedItems(members, overlay);
  if (typeof token === 'string' && (await tokens.isReplay(token, input.TransactItems, clock()))) {
    return replayed(members, overlay, asked);
  }
  const items = await writeAll(members, overlay);
  refuseOversize(items);
  const operations = typeof token === 'string' ? [tokens.operation(token, input.TransactItems, clock())] : [];
  await committer.commit(overlay.changes(), { operations });
  const units = sumByTable(items.map((item) => [item.table.TableName, writeUnits(item, TRANSACTION_FACTOR)]));
  const ConsumedCapacity = consumedCapacity(asked, units, 'WriteCapacityUnits');
  return {
    output: ConsumedCapacity ? { ConsumedCapacity } : {},
    usage: { readUnits: 0, writeUnits: total(units) },
  };
}

/** Tries every member, so that each has its reason, and gives what each did; a condition check leaves its item as it was. */
async function writeAll(members: readonly Member[], overlay: Overlay): Promise<readonly Change[]> {
  const items: Change[] = [];
  const reasons: CancellationReason[] = [];
  for (const { kind, data } of members) {
    try {
      const { key } = await write(overlay, ACTIONS[kind] ?? 'ConditionCheck', data);
      const table = overlay.table(data.TableName);
      if (key !== undefined && table !== undefined) {
        const found = overlay.found(data.TableName, key);
        items.push(overlay.change(data.TableName, key) ?? { table, key, before: found, after: found });
      }
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  cancelUnlessAllDone(reasons);
  return items;
}

function refuseRepeatedItems(members: readonly Member[], overlay: Overlay): void {
  const seen = new Set<string>();
  for (const { data } of members) {
    const table = overlay.table(data.TableName);
    const key = table && keyOfWrite(data, table);
    if (key === undefined) continue;
    const id = `${data.TableName}~${key}`;
    if (seen.has(id)) {
      throw validationException('Transaction request cannot include multiple operations on one item');
    }
    seen.add(id);
  }
}

function refuseOversize(items: readonly Change[]): void {
  const bytes = items.reduce(
    (sum, { before = {}, after = {} }) => sum + Math.max(itemSize(before), itemSize(after)),
    0,
  );
  if (bytes > MAX_TRANSACTION_BYTES) {
    throw validationException('The aggregate size of the items in the transaction cannot exceed 4 MB');
  }
}

/** A repeated transaction changes nothing and costs what reading its items costs. */
async function replayed(members: readonly Member[], overlay: Overlay, asked: unknown): Promise<AwsAnswer> {
  const read = members.map(async ({ data }) => {
    const table = overlay.table(data.TableName);
    const key = table && keyOfWrite(data, table);
    const item = key === undefined ? undefined : await overlay.get(data.TableName, key);
    const units = readUnits(item ? itemSize(item) : 0, READ_FACTOR.transactional);
    return [data.TableName, { table: units, indexes: {} }] as const;
  });
  const units = sumByTable(await Promise.all(read));
  const ConsumedCapacity = consumedCapacity(asked, units, 'ReadCapacityUnits');
  return {
    output: ConsumedCapacity ? { ConsumedCapacity } : {},
    usage: { readUnits: total(units), writeUnits: 0 },
  };
}
