import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSyncRecordByJob, saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { DocumentIdSchema, linkOf } from '../../../core/sync/requested-changes.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

const BodySchema = z.strictObject({ document_id: DocumentIdSchema });

/** Names the document of a sync by its job id, by the rules of its request's syncs (procurement-api 142). */
export function linkSyncRecord(table: Table) {
  return defineRoute('POST /v1/sync/records/{id}/link', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: BodySchema,
    async handle({ params: { id }, body: { document_id }, caller: { orgId }, nowMs }) {
      const found = await loadSyncRecordByJob(table, orgId, id);
      const { next } = linkOf(id, [found], document_id, nowMs);
      return { status: 202, body: viewSync(next), writes: [saveSyncRecord(found, next)] };
    },
  });
}
