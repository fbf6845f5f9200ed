import { toDecimal } from './money.ts';
import { type ProcurementRequest, totalMinor } from './procurement-request.ts';

/** The request as the API shows it (procurement-api 6, 15): decimals for money, `total_cost` computed. */
export function viewRequest(request: ProcurementRequest) {
  return {
    id: request.id,
    type: request.type,
    status: request.status,
    title: request.title,
    description: request.description,
    requester_id: request.requester_id,
    approver_id: request.approver_id,
    ticket_id: request.ticket_id,
    items: request.items.map(({ name, sku, quantity, unit_cost_minor }) => ({
      name,
      sku,
      quantity,
      unit_cost: toDecimal(unit_cost_minor, request.currency),
      currency: request.currency,
      // With it, items can be sent again as they are shown.
      ...supplierOf(request),
    })),
    total_cost: toDecimal(totalMinor(request.items), request.currency),
    currency: request.currency,
    vendor: request.vendor,
    ...supplierOf(request),
    erp_source: request.erp_source,
    erp_po_number: request.erp_po_number,
    cost_center: request.cost_center,
    budget_code: request.budget_code,
    // Ours: the documented views have no such key.
    ...(request.project !== null && { project: request.project }),
    expected_delivery: request.expected_delivery,
    created_at: request.created_at,
    updated_at: request.updated_at,
    org_id: request.org_id,
  };
}

/** Ours: the documented views have no such key. */
function supplierOf({ supplier_id }: ProcurementRequest) {
  return supplier_id === null ? {} : { supplier_id };
}

/** GET adds the approval history, which the list, create and PATCH leave out (procurement-api 21, 27). */
export function viewRequestWithHistory(request: ProcurementRequest) {
  const { created_at, updated_at, org_id, ...rest } = viewRequest(request);
  return { ...rest, approval_history: request.approval_history, created_at, updated_at, org_id };
}

/** PATCH leaves out the requester, the approver and the ticket (procurement-api 31). */
export function viewUpdatedRequest(request: ProcurementRequest) {
  const { requester_id, approver_id, ticket_id, ...rest } = viewRequest(request);
  return rest;
}
