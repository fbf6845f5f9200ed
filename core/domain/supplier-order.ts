import type { PurchaseOrderLine, SupplierLine } from './order-lines.ts';
import type { PurchaseOrder } from './order-schema.ts';
import { type InvoiceState, matchInvoices } from './spendint/invoice-order.ts';
import type { OrderLineView, OrderView } from './spendint/order-view.ts';

/** An order as its supplier knows it (spendint 45–49). */

/** The number of a line that suppliers name: it has the order's, so that no line of another order has it. */
export function lineNumberOf({ id }: Pick<PurchaseOrder, 'id'>, line: Pick<PurchaseOrderLine, 'id'>): string {
  return `${id}-${line.id}`;
}

const NOTHING_SENT: SupplierLine = {
  acknowledgement: null,
  sales_order_number: null,
  sales_order_line_number: null,
  estimated_arrival_date: null,
  shipped_quantity: 0,
  received_quantity: 0,
  invoiced_quantity: 0,
  invoiced_minor: 0,
};

/** What the supplier has sent about a line, with its defaults. */
export function supplierLineOf({ supplier }: PurchaseOrderLine): SupplierLine {
  return supplier ?? NOTHING_SENT;
}

/** The order as the rules for suppliers' documents see it. Without a supplier that acknowledges, its lines need no answer. */
export function orderViewOf(order: PurchaseOrder): OrderView {
  const { id, status, currency, lines } = order;
  return { order_number: id, status, currency, lines: lines.map((line) => lineViewOf(order, line)) };
}

/** Of a line that its ERP has deleted, what had arrived stays ordered (spendint 52). */
function lineViewOf(order: PurchaseOrder, line: PurchaseOrderLine): OrderLineView {
  const { received_quantity: _, acknowledgement, ...sent } = supplierLineOf(line);
  const { deleted, quantity, received_quantity } = line;
  return {
    line_number: lineNumberOf(order, line),
    acknowledgement: acknowledgement ?? (order.awaits_acknowledgement ? null : 'confirmed'),
    cancelled: deleted && received_quantity === 0 && acknowledgement !== 'rejected',
    ...sent,
    ordered_quantity: deleted && received_quantity > 0 ? Math.min(quantity, received_quantity) : quantity,
    received_quantity,
    unit_price_minor: line.unit_cost_minor,
  };
}

/**
 * The state of the order's invoices; null without one. Of a line of which nothing more comes, what has arrived is ordered. An
 * invoice for a cancelled order is for review.
 */
export function invoiceStateOf(order: PurchaseOrder): InvoiceState | null {
  const { lines, status } = order;
  if (!lines.some(({ supplier }) => supplier && supplier.invoiced_quantity > 0)) return null;
  if (status === 'cancelled') return 'requires_review';
  const settled = lines.map((line) => {
    const view = lineViewOf(order, line);
    if (!line.completed) return view;
    const ordered_quantity = Math.min(line.quantity, line.received_quantity);
    return { ...view, ordered_quantity, cancelled: view.cancelled || ordered_quantity === 0 };
  });
  return matchInvoices({ ...orderViewOf(order), lines: settled }, false);
}
