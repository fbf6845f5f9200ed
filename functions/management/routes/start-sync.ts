import * as z from 'zod/mini';
import { ERP_SOURCES } from '../../../core/domain/procurement-request.ts';
import { viewNewJob } from '../../../core/pull/job-view.ts';
import { JOB_SCOPES } from '../../../core/pull/scopes.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { enabledErps, planJob } from '../../../core/runtime/new-jobs.ts';
import type { Table } from '../../../core/store/table.ts';

const BodySchema = z.strictObject({
  scope: z._default(z.enum(JOB_SCOPES), 'full'),
  erp_source: z.optional(z.enum(ERP_SOURCES.filter((source) => source !== 'manual'))),
});

/** Starts a sync with one ERP, or with all that are enabled; one that is open already is answered instead (procurement-api 110, 111). */
export function startSync(table: Table) {
  return defineRoute('POST /v1/erp/sync', {
    roles: ['procurement_approver', 'procurement_admin'],
    body: BodySchema,
    decidesAgain: true,
    async handle({ body: { scope, erp_source }, caller: { orgId }, nowMs }) {
      const partners = await enabledErps(table, orgId, erp_source);
      const planned = await Promise.all(partners.map((partner) => planJob(table, { orgId, partner, scope }, nowMs)));
      const writes = planned.flatMap((one) => one.writes);
      const views = planned.map(({ job }) => viewNewJob(job));
      return {
        status: writes.length > 0 ? 202 : 200,
        body: views.length > 1 ? { ...views[0], jobs: views } : views[0],
        writes,
      };
    },
  });
}
