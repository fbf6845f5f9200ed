import type { ProcurementRequest } from './procurement-request.ts';
import type { PurchaseOrder } from './purchase-order.ts';

/** The order of a request that is being approved at `now`. */
export function newPurchaseOrder(
  request: ProcurementRequest,
  {
    id,
    budgetYear,
    destinations,
    now,
  }: {
    readonly id: string;
    readonly budgetYear: number;
    readonly destinations: readonly string[];
    readonly now: number;
  },
): PurchaseOrder {
  return {
    id,
    org_id: request.org_id,
    origin: 'request',
    request_id: request.id,
    status: 'pending_submission',
    type: request.type,
    title: request.title,
    requester_id: request.requester_id,
    vendor: request.vendor,
    vendor_id: null,
    supplier_id: request.supplier_id,
    erp_source: request.erp_source,
    erp_po_number: null,
    cost_center: request.cost_center,
    budget_year: budgetYear,
    currency: request.currency,
    lines: request.items.map((item, index) => ({
      id: String(index + 1),
      ...item,
      received_quantity: 0,
      deleted: false,
      completed: false,
    })),
    receipts: [],
    expected_delivery: request.expected_delivery,
    ordered_at: now,
    numbered_at: null,
    closed_at: null,
    destinations: [...destinations],
    revision: 1,
    created_at: now,
    updated_at: now,
    version: 1,
  };
}
