import { toDecimal } from './money.ts';
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
    lines: order.lines.map(({ unit_cost_minor, ...line }) => ({
      ...line,
      unit_cost: toDecimal(unit_cost_minor, currency),
    })),
    open_value: toDecimal(openMinor(order), currency),
    received_value: toDecimal(receivedMinor(order), currency),
    receipts: order.receipts,
    expected_delivery: order.expected_delivery,
    numbered_at: order.numbered_at,
    revision: order.revision,
    created_at: order.created_at,
    updated_at: order.updated_at,
    org_id: order.org_id,
  };
}
