import * as z from 'zod/mini';
import { viewJob } from '../../../core/pull/job-view.ts';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { JOB_SORT_KEY, queryJobs } from '../../../core/store/jobs.ts';
import type { Table } from '../../../core/store/table.ts';

/** The syncs with ERPs, newest first (procurement-api 112). */
export function listSyncJobs(table: Table) {
  return defineRoute('GET /v1/erp/sync', {
    roles: ROLES,
    query: z.strictObject(PAGE_QUERY),
    async handle({ query: { limit, cursor }, caller: { orgId } }) {
      const scope = [orgId, 'erp_sync_jobs'];
      const after = decodeCursor(scope, JOB_SORT_KEY, cursor);
      const { jobs, next } = await queryJobs(table, orgId, limit, after);
      return { status: 200, body: viewPage(scope, jobs.map(viewJob), next) };
    },
  });
}
