import * as z from 'zod';
import { transition } from '../../../core/domain/procurement-request.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** procurement-api 37 */
const MISSING = { error: 'is missing: a rejection needs a reason' };
const BodySchema = z.strictObject({ reason: z.string(MISSING).trim().min(1, MISSING).max(1000) });

/** Rejects a request, which cancels it (procurement-api 37–39). */
export function rejectRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/reject', {
    roles: ['procurement_approver'],
    body: BodySchema,
    async handle({ body: { reason }, params: { id }, caller: { orgId, userId }, now }) {
      const request = await loadRequest(table, orgId, id);
      const rejected = transition(request, { kind: 'reject', by: userId, reason }, now);
      return {
        status: 200,
        body: { id, status: rejected.status, rejected_by: userId, rejected_at: now, reason },
        writes: [saveRequest(rejected)],
      };
    },
  });
}
