import type { PurchaseOrder } from '../domain/purchase-order.ts';
import type { CreatedSpan } from '../domain/spendint/tables/query-scope.ts';
import { sortableTime } from './due-index.ts';
import { mergeNewest, type NewestPart } from './merge-newest.ts';
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
 * milliseconds old. Where one of the states has more than {@link MAX_ORDERS_READ}, or all together more than 32 MB, they end there:
 * a span until the oldest of them reads on.
 */
export async function querySupplierOrders(
  table: Table,
  { orgId, supplierId, pendingOnly, span }: SupplierOrdersQuery,
): Promise<PurchaseOrder[]> {
  const parts: NewestPart<string>[] = [];
  // An order leaves the first for the second: read in this sequence, it is in one of them, or in both.
  for (const state of pendingOnly ? ['PENDING'] : ['PENDING', 'SENT']) {
    parts.push(await queryState(table, supplierOrdersPartition(orgId, supplierId), state, span));
  }
  const ids = mergeNewest(parts, timeOf).map(idOf);
  return (await loadWithin(table, orgId, [...new Set(ids)]))
    .filter((order) => order.supplier_id === supplierId)
    .filter(({ status }) => !pendingOnly || status === 'pending_submission');
}

async function loadWithin(table: Table, orgId: string, ids: readonly string[]): Promise<PurchaseOrder[]> {
  const orders: PurchaseOrder[] = [];
  let bytes = 0;
  for (let start = 0; start < ids.length && bytes < MAX_BYTES_READ; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    const loaded = await loadOrders(table, orgId, batch);
    bytes += Buffer.byteLength(JSON.stringify([...loaded.values()]));
    orders.push(...batch.flatMap((id) => loaded.get(id) ?? []));
  }
  return orders;
}

// Sort keys are `<state>#<time>#<id>`.
function timeOf(sortKey: string): number {
  return Number(sortKey.split('#')[1]);
}
function idOf(sortKey: string): string {
  return sortKey.split('#')[2] ?? '';
}

/** The sort keys of the orders that the index has in a state. */
async function queryState(
  table: Table,
  partition: string,
  state: string,
  { fromMs, toMs }: CreatedSpan,
): Promise<NewestPart<string>> {
  const entries: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  // DynamoDB refuses a span that ends before it begins.
  if (fromMs > toMs) return { entries, isCut: false };
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
      Limit: MAX_ORDERS_READ - entries.length,
      ExclusiveStartKey,
    });
    entries.push(...items.map(({ gsi2sk }) => String(gsi2sk)));
    ExclusiveStartKey = last;
  } while (ExclusiveStartKey && entries.length < MAX_ORDERS_READ);
  return { entries, isCut: ExclusiveStartKey !== undefined };
}
