import { isSameJson } from './json.ts';
import type { StoredShipment } from './order-documents.ts';
import type { PurchaseOrderLine } from './order-lines.ts';
import { parcelsOf, withShipment } from './parcels.ts';
import { shipmentFindings } from './spendint/ship-order.ts';
import { type Decision, type DocumentContext, isRefused, type OrderSubject } from './supplier-decision.ts';
import { lineNumberOf, orderViewOf, supplierLineOf } from './supplier-order.ts';
import { toldUpdate } from './told-update.ts';

type Posted = Pick<StoredShipment, 'document'>;

/**
 * What a shipment changes after the earlier ones: what is shipped of its lines and, where the organization wants that, what
 * has arrived of them (spendint 28, 29, 48).
 */
export function shipPurchaseOrder(
  document: Posted['document'],
  subject: OrderSubject | undefined,
  earlier: readonly Posted[],
  { by, now, receivesOnShipment }: DocumentContext,
): Decision {
  const before = parcelsOf(earlier);
  const findings = shipmentFindings(document, subject ? orderViewOf(subject.order) : null, before);
  if (!subject || isRefused(findings)) return { kind: 'refused', findings };
  const { order } = subject;
  const parcels = withShipment(before, document);
  if (isSameJson(parcels, before)) return { kind: 'unchanged' };
  const lines = order.lines.map((line): PurchaseOrderLine => {
    const number = lineNumberOf(order, line);
    const sent = document.lines.find(({ line_number }) => line_number === number);
    if (!sent) return line;
    const known = supplierLineOf(line);
    const shipped_quantity = parcels
      .filter(({ line_number }) => line_number === number)
      .reduce((sum, { shipment_quantity }) => sum + shipment_quantity, 0);
    const received_quantity = receivesOnShipment
      ? Math.max(known.received_quantity, shipped_quantity)
      : known.received_quantity;
    return {
      ...line,
      received_quantity: Math.max(line.received_quantity, received_quantity),
      supplier: {
        ...known,
        sales_order_number: known.sales_order_number ?? document.sales_order_number,
        sales_order_line_number: known.sales_order_line_number ?? sent.sales_order_line_number,
        shipped_quantity,
        received_quantity,
      },
    };
  });
  return { kind: 'applied', update: toldUpdate(subject, lines, { by, now }) };
}
