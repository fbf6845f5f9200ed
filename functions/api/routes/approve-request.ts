import * as z from 'zod';
import { fiscalYearOf } from '../../../core/domain/budget.ts';
import { destinationsOf } from '../../../core/domain/organization.ts';
import { totalMinor, transition } from '../../../core/domain/procurement-request.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { newSyncJobId } from '../../../core/runtime/ids.ts';
import { commitBudget } from '../../../core/store/budgets.ts';
import { getOrganization } from '../../../core/store/organizations.ts';
import { getRequest, updateRequest } from '../../../core/store/requests.ts';
import { insertSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { newSyncRecord } from '../../../core/sync/sync-record.ts';

const BodySchema = z.strictObject({ comment: z.string().trim().max(1000).nullable().optional() });

/**
 * `POST /v1/erp/procurement/{id}/approve` (seed, "Approve a procurement request"). One transaction makes the request
 * approved, commits its amount in the budget and queues its sync: nobody ever sees one without the others.
 */
export function approveRequest(table: Table) {
  return defineRoute({
    roles: ['procurement_approver'],
    body: BodySchema,
    async handle({ body, params: { id = '' }, caller, nowMs }) {
      const [request, organization] = await Promise.all([
        getRequest(table, caller.orgId, id),
        getOrganization(table, caller.orgId),
      ]);
      const comment = body.comment || null;
      const now = Math.floor(nowMs / 1000);
      const budgetYear = fiscalYearOf(now);
      const destinations = destinationsOf(organization, request.erp_source);
      const approved = transition(
        request,
        {
          kind: 'approve',
          by: caller.userId,
          comment,
          selfApprovalAllowed: organization.allow_self_approval,
          budgetYear,
          destinations,
        },
        now,
      );
      const jobId = destinations.length > 0 ? newSyncJobId() : null;
      const amount = { minor: totalMinor(approved.items), currency: approved.currency };
      return {
        status: 200,
        body: {
          id,
          status: approved.status,
          approved_by: caller.userId,
          approved_at: now,
          comment,
          // A manual request has no ERP to wait for.
          erp_sync_status: jobId ? 'queued' : 'not_required',
          erp_sync_job_id: jobId,
        },
        writes: [
          updateRequest(approved),
          commitBudget(caller.orgId, budgetYear, approved.cost_center, amount),
          ...(jobId
            ? destinations.map((partner) =>
                insertSyncRecord(newSyncRecord({ orgId: caller.orgId, partner, requestId: id, jobId, nowMs })),
              )
            : []),
        ],
      };
    },
  });
}
