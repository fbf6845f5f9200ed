import type { HubEvent } from '../../../events/event.ts';
import type { Stored, StoredInvoice, StoredOrderack, StoredShipment } from '../../domain/order-documents.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The events of suppliers' documents: that the hub has taken one. Their subject is the order, in the version that they gave it. */

/** A supplier has confirmed or rejected lines. */
export function acknowledgementEvents(before: StoredOrderack | undefined, after: StoredOrderack): HubEvent[] {
  if (before) return [];
  const { status_code: answer } = after.document;
  return [{ ...about(after)('procurement.order.acknowledged'), data: { ...senderOf(after), answer } }];
}

/** A supplier has shipped something, or says more of what it has shipped. */
export function shipmentEvents(before: StoredShipment | undefined, after: StoredShipment): HubEvent[] {
  if (before) return [];
  const { supplier_shipment_number } = after.document;
  return [{ ...about(after)('procurement.order.shipped'), data: { ...senderOf(after), supplier_shipment_number } }];
}

/** A supplier has invoiced something. */
export function invoiceEvents(before: StoredInvoice | undefined, after: StoredInvoice): HubEvent[] {
  if (before) return [];
  const { supplier_invoice_number } = after.document;
  return [{ ...about(after)('procurement.order.invoiced'), data: { ...senderOf(after), supplier_invoice_number } }];
}

function about({ org_id, order_id, version, accepted_at }: Stored<unknown>) {
  return envelopeOf(ENTITY.purchaseOrder, { org_id, id: order_id, version, occurred_at: accepted_at });
}

function senderOf({ request_id, supplier_id }: Stored<unknown>) {
  return { request_id, supplier_id };
}
