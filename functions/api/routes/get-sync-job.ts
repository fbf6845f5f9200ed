import { viewJob } from '../../../core/pull/job-view.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSyncJob } from '../../../core/store/jobs.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** What a sync job id names: a sync with an ERP, or the sync of an approval's order (procurement-api 46, 112). */
export function getSyncJob(table: Table) {
  return defineRoute('GET /v1/erp/sync/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      const found = await loadSyncJob(table, caller.orgId, id);
      return { status: 200, body: 'job' in found ? viewJob(found.job) : viewSync(found.record) };
    },
  });
}
