import { approverOf, erpSourceOf } from '../../../core/domain/organization.ts';
import type { ProcurementRequest } from '../../../core/domain/procurement-request.ts';
import { CreateRequestSchema, pricedItems } from '../../../core/domain/request-input.ts';
import { viewRequest } from '../../../core/domain/request-view.ts';
import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { newRequestId } from '../../../core/runtime/ids.ts';
import { getCostCenter } from '../../../core/store/organizations.ts';
import { insertRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';
import { addToTimeline } from '../../../core/store/ticket-timeline.ts';

/** `POST /v1/erp/procurement`: a draft, or with `submit` a request for approval (seed, "Create a procurement request"). */
export function createRequest(table: Table) {
  return defineRoute({
    roles: ROLES,
    body: CreateRequestSchema,
    async handle({ body, caller, nowMs }) {
      const { organization, costCenter } = await getCostCenter(table, caller.orgId, body.cost_center);
      const now = Math.floor(nowMs / 1000);
      const request: ProcurementRequest = {
        id: newRequestId(),
        org_id: caller.orgId,
        type: body.type,
        status: body.submit ? 'pending_approval' : 'draft',
        title: body.title,
        description: body.description ?? null,
        requester_id: caller.userId,
        approver_id: approverOf(organization, costCenter),
        ticket_id: body.ticket_id ?? null,
        ...pricedItems(body.items),
        vendor: body.vendor ?? null,
        erp_source: erpSourceOf(organization),
        erp_po_number: null,
        cost_center: body.cost_center,
        budget_code: body.budget_code ?? null,
        expected_delivery: body.expected_delivery ?? null,
        approval_history: body.submit ? [{ action: 'submitted', by: caller.userId, at: now, comment: null }] : [],
        budget_year: null,
        destinations: [],
        created_at: now,
        updated_at: now,
        version: 1,
      };
      return {
        status: 201,
        body: viewRequest(request),
        writes: [insertRequest(request, nowMs), ...addToTimeline(request)],
      };
    },
  });
}
