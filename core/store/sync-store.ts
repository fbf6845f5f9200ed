import { transition } from '../domain/procurement-request.ts';
import type { PurchaseOrder } from '../domain/purchase-order.ts';
import type { SyncStore } from '../sync/sync-store.ts';
import { loadIntegrationState, saveIntegrationState } from './integration-states.ts';
import { findOrder, saveOrder } from './purchase-orders.ts';
import { loadRequest, saveRequest } from './requests.ts';
import { saveSyncRecord } from './sync-records.ts';
import type { Table } from './table.ts';
import { tryCommit, type Write } from './write.ts';

/** The sync machine's view of purchase orders in one flow with one partner. */
export function createOrderSyncStore(
  table: Table,
  { partner, flow }: { readonly partner: string; readonly flow: string },
): SyncStore<PurchaseOrder> {
  return {
    async load(orgId, orderId) {
      const found = await findOrder(table, orgId, orderId);
      const record = found?.records.find((one) => one.partner === partner && one.flow === flow);
      return found && record && { subject: found.order, record };
    },
    saveRecord: (seen, next) => tryCommit(table, [saveSyncRecord(seen, next)]),
    async saveLearned({ record }, next, order) {
      const writes = [saveSyncRecord(record, next), saveOrder(order), ...(await requestWrites(table, order))];
      return tryCommit(table, writes);
    },
    loadIntegration: (orgId) => loadIntegrationState(table, orgId, partner),
    saveIntegration: (orgId, seen, next) => tryCommit(table, [saveIntegrationState(orgId, partner, seen, next)]),
  };
}

/** What the order learned reaches its request in the same transaction. */
async function requestWrites(
  table: Table,
  { org_id, request_id, erp_po_number: poNumber, updated_at }: PurchaseOrder,
): Promise<Write[]> {
  if (request_id === null || poNumber === null) return [];
  const request = await loadRequest(table, org_id, request_id);
  return [saveRequest(transition(request, { kind: 'order', poNumber }, updated_at))];
}
