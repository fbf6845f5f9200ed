import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { ErpSource } from '../domain/procurement-request.ts';
import type { PullScope } from '../pull/scopes.ts';
import { organizationKey } from './organizations.ts';
import { productPartition } from './products.ts';
import { loadPullState } from './pull-states.ts';
import { numberPartition } from './purchase-orders.ts';
import type { Table } from './table.ts';
import { vendorPartition } from './vendors.ts';

export interface PulledPartner {
  readonly orgId: string;
  readonly partner: string;
  readonly source: ErpSource;
}

/** How many records a scope may have: as many as the last complete pull has seen, else as many as the hub has. */
export async function estimateScope(table: Table, of: PulledPartner, scope: PullScope): Promise<number> {
  const { seen } = await loadPullState(table, of.orgId, of.partner, scope);
  return seen ?? countItems(table, storedItems(of, scope));
}

type Query = Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression' | 'ExpressionAttributeValues'>;

function storedItems({ orgId, partner, source }: PulledPartner, scope: PullScope): Query {
  switch (scope) {
    case 'vendors':
      return allOf(vendorPartition(orgId));
    case 'catalogs':
      return allOf(productPartition(orgId, partner));
    case 'purchase_orders':
      return {
        IndexName: 'gsi3',
        KeyConditionExpression: 'gsi3pk = :pk',
        ExpressionAttributeValues: { ':pk': numberPartition(orgId, source) },
      };
    case 'budgets':
      // One per cost center.
      return {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': organizationKey(orgId).pk, ':sk': 'COST_CENTER#' },
      };
  }
}

function allOf(partition: string): Query {
  return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': partition } };
}

async function countItems({ client, name }: Table, query: Query): Promise<number> {
  let count = 0;
  let start: Record<string, unknown> | undefined;
  do {
    const command = new QueryCommand({ ...query, TableName: name, Select: 'COUNT', ExclusiveStartKey: start });
    const page = await client.send(command);
    count += page.Count ?? 0;
    start = page.LastEvaluatedKey;
  } while (start);
  return count;
}
