import type { Costs } from '../domain/cost-summary.ts';
import { type CostEntry, CostEntrySchema } from '../domain/costs.ts';
import { ENTITY } from './names.ts';
import { queryAllRequests } from './request-list.ts';
import { queryAll, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/**
 * What requests cost: one small item per approved request, in one partition per organization. It follows from the request
 * and its order, and is saved in the transaction that changes one of them on condition of its version.
 */

function costPartition(orgId: string): string {
  return `ORG#${orgId}#COSTS`;
}

export function saveCosts(entry: CostEntry): Write {
  return replaceItem({
    pk: costPartition(entry.org_id),
    sk: entry.request_id,
    entity: ENTITY.costEntry,
    ...entry,
  });
}

/**
 * What every request of the organization costs. The entries are read consistently, so that they agree with the budgets; which
 * requests are pending comes from an index, a moment late.
 */
export async function queryCosts(table: Table, orgId: string): Promise<Costs> {
  // First, so that a request that is approved meanwhile is in both rather than in none.
  const pending = await queryAllRequests(table, orgId, { status: 'pending_approval' });
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': costPartition(orgId) },
    ConsistentRead: true,
  });
  return { pending, entries: items.map((item) => CostEntrySchema.parse(item)) };
}
