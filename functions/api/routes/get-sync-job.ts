import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSyncRecordByJob } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** The sync job whose id an approval returned (procurement-api 46). */
export function getSyncJob(table: Table) {
  return defineRoute('GET /v1/erp/sync/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      return { status: 200, body: viewSync(await loadSyncRecordByJob(table, caller.orgId, id)) };
    },
  });
}
