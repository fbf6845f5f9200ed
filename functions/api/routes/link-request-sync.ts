import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { PARTNER_NAMES } from '../../../core/sync/partners.ts';
import { DocumentIdSchema, linkOf } from '../../../core/sync/requested-changes.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { loadRequestSync } from '../load-request-sync.ts';

const BodySchema = z.strictObject({
  partner: z.enum(PARTNER_NAMES),
  document_id: DocumentIdSchema,
});

/** Names the document at a partner that is the request's; the sync checks it there (procurement-api 61). */
export function linkRequestSync(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/sync/link', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: BodySchema,
    async handle({ body: { partner, document_id }, params: { id }, caller, nowMs }) {
      const { request, records } = await loadRequestSync(table, caller.orgId, id);
      const atPartner = records.filter((one) => one.partner === partner);
      const { record, next } = linkOf(`${id} with ${partner}`, atPartner, document_id, nowMs);
      return {
        status: 202,
        body: { id, status: request.status, data: [viewSync(next)] },
        writes: [saveSyncRecord(record, next)],
      };
    },
  });
}
