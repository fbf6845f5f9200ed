import { type Budget, fiscalYearOf, requireFunds } from './budget.ts';
import type { Organization } from './organization.ts';
import { type ProcurementRequest, totalMinor, transition } from './procurement-request.ts';

export interface ApproveCommand {
  readonly by: string;
  readonly comment: string | null;
  readonly now: number;
  /** The partners that fulfil the request; none for a manual one. */
  readonly destinations: readonly string[];
  readonly jobId: string;
}

/** What an approval changes. All of it is saved in one transaction, so that no reader sees one part without the others. */
export interface Approval {
  readonly request: ProcurementRequest;
  readonly commitment: {
    readonly orgId: string;
    readonly year: number;
    readonly costCenter: string;
    readonly amount: number;
    readonly currency: string;
    /** The budget that the amount must fit, in its currency, where the organization forbids exceeding it. */
    readonly within?: Budget | undefined;
  };
  readonly job: { readonly id: string; readonly partners: readonly string[] } | null;
}

/** The response to an approval (procurement-api 35). */
export function viewApproval({ request, job }: Approval, { by, comment, now }: ApproveCommand) {
  return {
    id: request.id,
    status: request.status,
    approved_by: by,
    approved_at: now,
    comment,
    erp_sync_status: job ? 'queued' : 'not_required',
    erp_sync_job_id: job?.id ?? null,
  };
}

/** Approves a pending request (procurement-api 32–36). Throws HubError for another status, self-approval, or too little budget. */
export function approve(
  request: ProcurementRequest,
  organization: Organization,
  { by, comment, now, destinations, jobId }: ApproveCommand,
  within?: Budget,
): Approval {
  const year = fiscalYearOf(now);
  const selfApprovalAllowed = organization.allow_self_approval;
  const approved = transition(
    request,
    { kind: 'approve', by, comment, selfApprovalAllowed, budgetYear: year, destinations },
    now,
  );
  const { org_id: orgId, cost_center: costCenter, currency } = approved;
  const amount = totalMinor(approved.items);
  const limit = amount > 0 && within?.currency === currency ? within : undefined;
  if (limit) requireFunds(limit, amount);
  return {
    request: approved,
    commitment: { orgId, year, costCenter, amount, currency, within: limit },
    job: destinations.length > 0 ? { id: jobId, partners: destinations } : null,
  };
}
