import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { newSyncRecord, type SyncRecord } from './sync-record.ts';

/** The sync records of a new order: one per destination, each with a job id of its own. */
export function newOrderSyncs(order: PurchaseOrder, newJobId: () => string, nowMs: number): SyncRecord[] {
  const { org_id, id: subject_id, request_id, revision } = order;
  const subject = { org_id, subject_entity: 'purchase_order', subject_id, request_id, revision } as const;
  return order.destinations.map((partner) =>
    newSyncRecord({ ...subject, partner, flow: 'order', job_id: newJobId() }, nowMs),
  );
}
