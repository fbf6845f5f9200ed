import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSyncRecordByJob, saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { retriesOf } from '../../../core/sync/requested-changes.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** Retries a sync by its job id, by the rules of its request's syncs (procurement-api 142). */
export function retrySyncRecord(table: Table) {
  return defineRoute('POST /v1/sync/records/{id}/retry', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: z.strictObject({}),
    async handle({ params: { id }, caller: { orgId }, nowMs }) {
      const found = await loadSyncRecordByJob(table, orgId, id);
      const [{ next }] = retriesOf(id, [found], nowMs);
      return { status: 202, body: viewSync(next), writes: [saveSyncRecord(found, next)] };
    },
  });
}
