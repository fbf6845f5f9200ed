import { acknowledgePurchaseOrder } from '../domain/acknowledge-purchase-order.ts';
import { invoicePurchaseOrder } from '../domain/invoice-purchase-order.ts';
import { InvoiceSchema, OrderackSchema, ShipmentSchema } from '../domain/order-documents.ts';
import { shipPurchaseOrder } from '../domain/ship-purchase-order.ts';
import { readInvoice } from '../domain/spendint/invoice.ts';
import { readOrderack } from '../domain/spendint/orderack.ts';
import { readShipment } from '../domain/spendint/shipment.ts';
import { INVOICES, ORDERACKS, SHIPMENTS } from '../store/order-documents.ts';
import type { Table } from '../store/table.ts';
import type { AcceptedCall, AppliedPart } from './apply-document.ts';
import { applyReading } from './apply-reading.ts';

const ORDERACK = {
  codec: ORDERACKS,
  parse: (document: unknown) => OrderackSchema.parse(document),
  decide: acknowledgePurchaseOrder,
};
const SHIPMENT = {
  codec: SHIPMENTS,
  parse: (document: unknown) => ShipmentSchema.parse(document),
  decide: shipPurchaseOrder,
};
const INVOICE = {
  codec: INVOICES,
  parse: (document: unknown) => InvoiceSchema.parse(document),
  decide: invoicePurchaseOrder,
};

/**
 * Applies an acknowledgement, shipment or invoice to its order, whole or not at all, with the order's request, budget and
 * costs in one transaction. What was taken before changes nothing and writes nothing (spendint 13, 16, 47).
 */
export function applyOrderDocument(
  table: Table,
  kind: 'orderack' | 'shipment' | 'invoice',
  document: unknown,
  call: AcceptedCall,
  nowMs: number,
): Promise<AppliedPart> {
  switch (kind) {
    case 'orderack':
      return applyReading(table, ORDERACK, readOrderack(document), call, nowMs);
    case 'shipment':
      return applyReading(table, SHIPMENT, readShipment(document), call, nowMs);
    case 'invoice':
      return applyReading(table, INVOICE, readInvoice(document), call, nowMs);
  }
}
