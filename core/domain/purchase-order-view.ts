import { toDecimal } from './money.ts';
import type { PurchaseOrderLine, SupplierLine } from './order-lines.ts';
import { openMinor, type PurchaseOrder, receivedMinor } from './purchase-order.ts';

/** The order as the API shows it (procurement-api 58): decimals for money. */
export function viewOrder(order: PurchaseOrder) {
  const { currency } = order;
  return {
    id: order.id,
    origin: order.origin,
    procurement_id: order.request_id,
    status: order.status,
    erp_source: order.erp_source,
    erp_po_number: order.erp_po_number,
    vendor: order.vendor,
    vendor_id: order.vendor_id,
    supplier_id: order.supplier_id,
    cost_center: order.cost_center,
    currency,
    lines: order.lines.map((line) => viewLine(line, currency)),
    open_value: toDecimal(openMinor(order), currency),
    received_value: toDecimal(receivedMinor(order), currency),
    receipts: order.receipts,
    invoice_state: order.invoice_state,
    expected_delivery: order.expected_delivery,
    numbered_at: order.numbered_at,
    revision: order.revision,
    created_at: order.created_at,
    updated_at: order.updated_at,
    org_id: order.org_id,
  };
}

function viewLine({ unit_cost_minor, supplier, ...line }: PurchaseOrderLine, currency: string) {
  return {
    ...line,
    unit_cost: toDecimal(unit_cost_minor, currency),
    supplier: supplier && viewSupplier(supplier, currency),
  };
}

/** What the supplier has sent about a line; what of it counts as received is in the line's own quantity. */
function viewSupplier({ invoiced_minor, received_quantity: _, ...sent }: SupplierLine, currency: string) {
  return { ...sent, invoiced_value: toDecimal(invoiced_minor, currency) };
}
