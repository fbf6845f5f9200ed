import type { HubEvent } from '../../../events/event.ts';
import { isSameJson } from '../../domain/json.ts';
import type { PurchaseOrder } from '../../domain/purchase-order.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The events of a purchase order: each revision that partners must learn of, its number at the ERP, what arrives, and the match of invoices. */
export function orderEvents(before: PurchaseOrder | undefined, after: PurchaseOrder): HubEvent[] {
  const about = envelopeOf(ENTITY.purchaseOrder, { ...after, occurred_at: after.updated_at });
  const { revision, destinations, erp_po_number, request_id, invoice_state } = after;
  const data = { request_id, revision };
  const events: HubEvent[] = [];
  if (!before) events.push({ ...about('procurement.order.created', destinations), data });
  else if (before.revision !== revision) {
    const isCancelled = after.status === 'cancelled';
    const type = isCancelled ? 'procurement.order.cancelled' : 'procurement.order.changed';
    events.push({ ...about(type, destinations), data });
  } else if (before.status !== after.status && after.status === 'cancelled') {
    // An ERP has told it, which needs not learn it.
    events.push({ ...about('procurement.order.cancelled'), data });
  }
  if (erp_po_number !== null && before?.erp_po_number !== erp_po_number) {
    events.push({ ...about('procurement.order.numbered'), data: { request_id, erp_po_number } });
  }
  if (before && !isSameJson(before.receipts, after.receipts)) {
    const { status } = after;
    events.push({ ...about('procurement.order.received'), data: { request_id, status } });
  }
  if (invoice_state !== null && before?.invoice_state !== invoice_state) {
    events.push({ ...about('procurement.order.matched'), data: { request_id, invoice_state } });
  }
  return events;
}
