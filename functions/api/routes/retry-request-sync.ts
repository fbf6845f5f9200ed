import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { saveSyncRecord } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { retriesOf } from '../../../core/sync/requested-changes.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';
import { loadRequestSync } from '../load-request-sync.ts';

/** Retries every sync of the request that needs attention or has lost its message (procurement-api 46). */
export function retryRequestSync(table: Table) {
  return defineRoute('POST /v1/erp/procurement/{id}/sync/retry', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: z.strictObject({}),
    async handle({ params: { id }, caller, nowMs }) {
      const { request, records } = await loadRequestSync(table, caller.orgId, id);
      const retries = retriesOf(id, records, nowMs);
      return {
        status: 202,
        body: { id, status: request.status, data: retries.map(({ next }) => viewSync(next)) },
        writes: retries.map(({ record, next }) => saveSyncRecord(record, next)),
      };
    },
  });
}
