import { type CostChange, type CostEntry, CostEntrySchema } from '../domain/costs.ts';
import { ENTITY } from './names.ts';
import { queryAll, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * What requests cost: one small item per submitted request, in one partition per organization. It follows from the request
 * and its order, and is saved in the transaction that changes one of them on condition of its version.
 */

function costPartition(orgId: string): string {
  return `ORG#${orgId}#COSTS`;
}

export function saveCosts(change: CostChange | undefined): Write[] {
  if (!change) return [];
  if ('saved' in change) {
    const { saved } = change;
    const key = { pk: costPartition(saved.org_id), sk: saved.request_id };
    return [replaceItem({ ...key, entity: ENTITY.costEntry, ...saved })];
  }
  const { org_id, id } = change.removed;
  return [{ delete: { Key: { pk: costPartition(org_id), sk: id } } }];
}

/** What every request of the organization costs; strongly consistent, so that the sums agree with the budgets. */
export async function queryCosts(table: Table, orgId: string): Promise<CostEntry[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': costPartition(orgId) },
    ConsistentRead: true,
  });
  return items.map((item) => CostEntrySchema.parse(item));
}
