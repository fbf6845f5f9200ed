import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { getSyncRecordByJob } from '../../../core/store/sync-records.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSync } from '../../../core/sync/sync-view.ts';

/** `GET /v1/erp/sync/{id}`: the job that approving a request answered with. */
export function getSyncJob(table: Table) {
  return defineRoute({
    roles: ROLES,
    async handle({ params: { id = '' }, caller }) {
      return { status: 200, body: viewSync(await getSyncRecordByJob(table, caller.orgId, id)) };
    },
  });
}
