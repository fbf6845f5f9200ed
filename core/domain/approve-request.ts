import { type Budget, type BudgetMovement, movementOf } from './budget.ts';
import { type CostEntry, costChangeOf } from './costs.ts';
import { newPurchaseOrder } from './create-order.ts';
import { fiscalYearOf } from './fiscal-year.ts';
import type { Organization } from './organization.ts';
import { type ProcurementRequest, totalMinor, transition } from './procurement-request.ts';
import type { PurchaseOrder } from './purchase-order.ts';

export interface ApproveCommand {
  readonly by: string;
  readonly comment: string | null;
  readonly now: number;
  /** The partners that fulfil the request; none for a manual one. */
  readonly destinations: readonly string[];
  /** Whether a supplier confirms the order of a manual request, and so numbers it (spendint 46). */
  readonly isAcknowledged: boolean;
  readonly purchaseOrderId: string;
}

/** What an approval changes. All of it is saved in one transaction, so that no reader sees one part without the others. */
export interface Approval {
  readonly request: ProcurementRequest;
  readonly commitment: BudgetMovement | undefined;
  readonly costs: CostEntry | undefined;
  /** The order that the ERP or the supplier fulfils the request with. */
  readonly order: PurchaseOrder | undefined;
}

/** The response to an approval (procurement-api 35). */
export function viewApproval(
  { request }: Approval,
  { by, comment, now }: ApproveCommand,
  syncJobId: string | undefined,
) {
  return {
    id: request.id,
    status: request.status,
    approved_by: by,
    approved_at: now,
    comment,
    erp_sync_status: syncJobId === undefined ? 'not_required' : 'queued',
    erp_sync_job_id: syncJobId ?? null,
  };
}

/** Approves a pending request (procurement-api 32–36). Throws HubError for another status, self-approval, or too little budget. */
export function approve(
  request: ProcurementRequest,
  organization: Organization,
  { by, comment, now, destinations, isAcknowledged, purchaseOrderId: id }: ApproveCommand,
  within?: Budget,
): Approval {
  const budgetYear = fiscalYearOf(now, organization);
  const selfApprovalAllowed = organization.allow_self_approval;
  const purchaseOrderId = destinations.length > 0 || isAcknowledged ? id : null;
  const approved = transition(
    request,
    { kind: 'approve', by, comment, selfApprovalAllowed, budgetYear, purchaseOrderId },
    now,
  );
  const order =
    purchaseOrderId === null ? undefined : newPurchaseOrder(approved, { id, budgetYear, destinations, now });
  return {
    request: approved,
    commitment: movementOf(approved, { committed: totalMinor(approved.items) }, within),
    costs: costChangeOf({ request }, { request: approved, order }),
    order,
  };
}
