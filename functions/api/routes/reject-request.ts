import * as z from 'zod/mini';
import { transition } from '../../../core/domain/procurement-request.ts';
import { requireMatch } from '../../../core/runtime/http/etag.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadRequest, saveRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

const MISSING = 'is missing: a rejection needs a reason'; // procurement-api 37

const ReasonSchema = z
  .string({ error: ({ input }) => (input === undefined || input === null ? MISSING : undefined) })
  .check(z.trim(), z.minLength(1, { error: MISSING }), z.maxLength(1000));

/** Rejects a request, which cancels it (procurement-api 37–39). */
export function rejectRequest(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/reject', {
    roles: ['procurement_approver'],
    body: z.strictObject({ reason: ReasonSchema }),
    async handle({ body: { reason }, params: { id }, caller: { orgId, userId }, ifMatch, now }) {
      const request = await loadRequest(table, orgId, id);
      requireMatch(ifMatch, request);
      const rejected = transition(request, { kind: 'reject', by: userId, reason }, now);
      return {
        status: 200,
        body: { id, status: rejected.status, rejected_by: userId, rejected_at: now, reason },
        version: rejected.version,
        writes: [saveRequest(rejected)],
      };
    },
  });
}
