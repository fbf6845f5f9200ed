import * as z from 'zod';
import { transition } from '../../../core/domain/procurement-request.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { getRequest, updateRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** Seed: "A rejection reason is required for audit compliance." */
const BodySchema = z.strictObject({ reason: z.string().trim().min(1).max(1000) });

/** `POST /v1/erp/procurement/{id}/reject` (seed, "Reject a procurement request"). */
export function rejectRequest(table: Table) {
  return defineRoute({
    roles: ['procurement_approver'],
    body: BodySchema,
    async handle({ body: { reason }, params: { id = '' }, caller, nowMs }) {
      const request = await getRequest(table, caller.orgId, id);
      const now = Math.floor(nowMs / 1000);
      const rejected = transition(request, { kind: 'reject', by: caller.userId, reason }, now);
      return {
        status: 200,
        body: { id, status: rejected.status, rejected_by: caller.userId, rejected_at: now, reason },
        writes: [updateRequest(rejected)],
      };
    },
  });
}
