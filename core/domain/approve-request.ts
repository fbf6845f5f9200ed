import { fiscalYearOf } from './budget.ts';
import type { Organization } from './organization.ts';
import { type ProcurementRequest, totalMinor, transition } from './procurement-request.ts';

export interface ApproveCommand {
  /** The approver's user id. */
  readonly by: string;
  readonly comment: string | null;
  /** Unix seconds. */
  readonly now: number;
  /** The partners that fulfil the request; none for a manual one. */
  readonly destinations: readonly string[];
  /** The id of the sync job, if there are destinations. */
  readonly jobId: string;
}

/** What an approval changes. All of it is saved in one transaction, so that no reader sees one part without the others. */
export interface Approval {
  readonly request: ProcurementRequest;
  /** The amount to add to the budget's `committed`. */
  readonly commitment: {
    readonly orgId: string;
    readonly year: number;
    readonly costCenter: string;
    /** In minor units. */
    readonly amount: number;
    readonly currency: string;
  };
  /** The job that syncs the request with each partner; null without destinations. */
  readonly job: { readonly id: string; readonly partners: readonly string[] } | null;
}

/**
 * Approves a request (procurement-api 32–36). Throws {@link HubError} when the request is not pending approval or the
 * approver may not approve it.
 */
export function approve(
  request: ProcurementRequest,
  organization: Organization,
  { by, comment, now, destinations, jobId }: ApproveCommand,
): Approval {
  const year = fiscalYearOf(now);
  const selfApprovalAllowed = organization.allow_self_approval;
  const approved = transition(
    request,
    { kind: 'approve', by, comment, selfApprovalAllowed, budgetYear: year, destinations },
    now,
  );
  const { org_id: orgId, cost_center: costCenter, currency } = approved;
  return {
    request: approved,
    commitment: { orgId, year, costCenter, amount: totalMinor(approved.items), currency },
    job: destinations.length > 0 ? { id: jobId, partners: destinations } : null,
  };
}
