import type { PurchaseOrder } from '../domain/purchase-order.ts';
import type { CreatedSpan } from '../domain/spendint/tables/query-scope.ts';
import { sortableTime } from './due-index.ts';
import { loadOrders, supplierOrdersPartition } from './purchase-orders.ts';
import { queryPage, type Table } from './table.ts';

/** A supplier's orders, by gsi2: those that are pending apart from those that are not. */

/** Orders of each state that are read at most. An order of 200 long lines has about 200 kB: 32 MB in all, too. */
export const MAX_ORDERS_READ = 2000;
const MAX_BYTES_READ = 32 * 1024 * 1024;
const BATCH = 100;

export interface SupplierOrdersQuery {
  readonly orgId: string;
  readonly supplierId: string;
  /** Only the orders that are pending submission. */
  readonly pendingOnly: boolean;
  readonly span: CreatedSpan;
}

/**
 * The supplier's orders that were created within the span, the newest first, each as it is read consistently: the index is some
 * milliseconds old. Of pending and of other orders, the newest {@link MAX_ORDERS_READ} are read, together 32 MB at most: narrow
 * the span to read on.
 */
export async function querySupplierOrders(
  table: Table,
  { orgId, supplierId, pendingOnly, span }: SupplierOrdersQuery,
): Promise<PurchaseOrder[]> {
  const states = pendingOnly ? ['PENDING'] : ['PENDING', 'SENT'];
  const ids: string[] = [];
  // An order leaves the first for the second: read in this sequence, it is in one of them, or in both.
  for (const state of states) {
    ids.push(...(await queryIds(table, supplierOrdersPartition(orgId, supplierId), state, span)));
  }
  return (await loadWithin(table, orgId, [...new Set(ids)]))
    .filter((order) => order.supplier_id === supplierId)
    .filter(({ status }) => !pendingOnly || status === 'pending_submission')
    .sort(newestFirst);
}

async function loadWithin(table: Table, orgId: string, ids: readonly string[]): Promise<PurchaseOrder[]> {
  const orders: PurchaseOrder[] = [];
  let bytes = 0;
  for (let start = 0; start < ids.length && bytes < MAX_BYTES_READ; start += BATCH) {
    const batch = [...(await loadOrders(table, orgId, ids.slice(start, start + BATCH))).values()];
    bytes += Buffer.byteLength(JSON.stringify(batch));
    orders.push(...batch);
  }
  return orders;
}

function newestFirst(one: PurchaseOrder, other: PurchaseOrder): number {
  return other.created_at - one.created_at || (one.id < other.id ? -1 : 1);
}

async function queryIds(table: Table, partition: string, state: string, { fromMs, toMs }: CreatedSpan) {
  const ids: string[] = [];
  // DynamoDB refuses a span that ends before it begins.
  if (fromMs > toMs) return ids;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { items, last } = await queryPage(table, {
      IndexName: 'gsi2',
      KeyConditionExpression: 'gsi2pk = :pk AND gsi2sk BETWEEN :first AND :last',
      // Sort keys go on with #, which precedes ~.
      ExpressionAttributeValues: {
        ':pk': partition,
        ':first': `${state}#${sortableTime(fromMs)}`,
        ':last': `${state}#${sortableTime(toMs)}~`,
      },
      ScanIndexForward: false,
      Limit: MAX_ORDERS_READ - ids.length,
      ExclusiveStartKey,
    });
    ids.push(...items.map(({ gsi2sk }) => String(gsi2sk).replace(/^.*#/, '')));
    ExclusiveStartKey = last;
  } while (ExclusiveStartKey && ids.length < MAX_ORDERS_READ);
  return ids;
}
