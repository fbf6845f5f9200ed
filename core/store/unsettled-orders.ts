import { queryIntegration } from './integration-index.ts';
import { subjectPartition } from './sync-records.ts';
import type { Table } from './table.ts';

/** The ids of the orders whose sync with a partner is open or needs attention: it may have some that the hub has no number of. */
export async function queryUnsettledOrders(table: Table, orgId: string, partner: string): Promise<string[]> {
  const prefix = subjectPartition('purchase_order', orgId, '');
  const ids: string[] = [];
  for (const group of ['OPEN', 'ATTENTION'] as const) {
    for await (const page of queryIntegration(table, orgId, partner, group)) {
      ids.push(...page.map(({ key }) => key.pk.slice(prefix.length)));
    }
  }
  return ids;
}
