import type { ProcurementRequest } from '../../core/domain/procurement-request.ts';
import type { PurchaseOrder } from '../../core/domain/purchase-order.ts';
import { loadOrder } from '../../core/store/purchase-orders.ts';
import { loadRequest } from '../../core/store/requests.ts';
import type { Table } from '../../core/store/table.ts';
import type { SyncRecord } from '../../core/sync/sync-record.ts';

export interface RequestSync {
  readonly request: ProcurementRequest;
  readonly order: PurchaseOrder | undefined;
  readonly records: readonly SyncRecord[];
}

/** A request, its order and their sync records. Throws `request.not_found`. */
export async function loadRequestSync(table: Table, orgId: string, id: string): Promise<RequestSync> {
  const request = await loadRequest(table, orgId, id);
  const { purchase_order_id: orderId } = request;
  if (orderId === null) return { request, order: undefined, records: [] };
  return { request, ...(await loadOrder(table, orgId, orderId)) };
}
