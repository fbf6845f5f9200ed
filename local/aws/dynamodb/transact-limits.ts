import { keyOfWrite } from './dynalite.ts';
import { validationException } from './errors.ts';
import type { Member } from './transact-members.ts';
import type { Tables } from './types.ts';

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

/** The key of the item of a member; undefined when it is invalid, which the member reports. */
export function keyOfMember({ data }: Member, tables: Tables): string | undefined {
  const table = tables.get(data.TableName)?.description;
  return table && keyOfWrite(data, table);
}

/** No two members may be on one item. */
export function checkDistinctItems(members: readonly Member[], tables: Tables): void {
  const seen = new Set<string>();
  for (const member of members) {
    const key = keyOfMember(member, tables);
    if (key === undefined) continue;
    const id = `${member.data.TableName}~${key}`;
    if (seen.has(id)) {
      throw validationException('Transaction request cannot include multiple operations on one item');
    }
    seen.add(id);
  }
}

export function checkTransactionSize(itemBytes: readonly number[]): void {
  if (itemBytes.reduce((sum, bytes) => sum + bytes, 0) > MAX_TRANSACTION_BYTES) {
    throw validationException('The aggregate size of the items in the transaction cannot exceed 4 MB');
  }
}
