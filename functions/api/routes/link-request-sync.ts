import * as z from 'zod/mini';
import { HubError } from '../../../core/domain/errors.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { PARTNER_NAMES } from '../../../core/sync/partners.ts';
import { needsAttention } from '../../../core/sync/sync-record.ts';
import { linkRequested } from '../../../core/sync/sync-requests.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { loadRequestSync } from '../load-request-sync.ts';

const BodySchema = z.strictObject({
  partner: z.enum(PARTNER_NAMES),
  document_id: z.string().check(z.trim(), z.minLength(1), z.maxLength(64)),
});

/** Names the document at a partner that is the request's; the sync checks it there (procurement-api 61). */
export function linkRequestSync(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/sync/link', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: BodySchema,
    async handle({ body: { partner, document_id }, params: { id }, caller, nowMs }) {
      const { request, records } = await loadRequestSync(table, caller.orgId, id);
      const record = records.find((one) => one.partner === partner && needsAttention(one));
      if (!record) {
        const message = `No sync of ${id} with ${partner} needs attention: only such a sync can be linked.`;
        throw new HubError('sync.not_linkable', message);
      }
      const next = linkRequested(record, document_id, nowMs);
      return {
        status: 202,
        body: { id, status: request.status, data: [viewSync(next)] },
        writes: [saveSyncRecord(record, next)],
      };
    },
  });
}
