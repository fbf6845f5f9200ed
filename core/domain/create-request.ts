import type { ErpSource, ProcurementRequest } from './procurement-request.ts';
import type { Purchase } from './purchase.ts';
import type { CreateRequest } from './request-input.ts';
import type { Charge } from './ticket.ts';

export interface CreateContext {
  readonly id: string;
  readonly orgId: string;
  readonly requesterId: string;
  readonly approverId: string;
  readonly erpSource: ErpSource;
  /** What the input's items are, and from whom. */
  readonly purchase: Purchase;
  readonly charge: Charge;
  readonly now: number;
}

/** A new request: a draft, or with `submit` a request that is pending approval (procurement-api 24, 26). */
export function newRequest(input: CreateRequest, context: CreateContext): ProcurementRequest {
  const { id, orgId, requesterId, approverId, erpSource, purchase, charge, now } = context;
  return {
    id,
    org_id: orgId,
    type: input.type,
    status: input.submit ? 'pending_approval' : 'draft',
    title: input.title,
    description: input.description ?? null,
    requester_id: requesterId,
    approver_id: approverId,
    ticket_id: input.ticket_id ?? null,
    ...purchase,
    erp_source: erpSource,
    erp_po_number: null,
    ...charge,
    expected_delivery: input.expected_delivery ?? null,
    approval_history: input.submit ? [{ action: 'submitted', by: requesterId, at: now, comment: null }] : [],
    budget_year: null,
    purchase_order_id: null,
    created_at: now,
    updated_at: now,
    version: 1,
  };
}
