import { type Job, newJob } from '../../../../core/pull/job.ts';
import type { JobScope } from '../../../../core/pull/scopes.ts';

export const NOW_MS = 1_708_733_500_000;

/** The seed's job, queued at its time. */
export function aJob(scope: JobScope = 'full', changes: Partial<Job> = {}): Job {
  const estimated = { vendors: 47, budgets: 12, purchase_orders: 186, catalogs: 324 };
  const identity = {
    id: 'sync_4kPmN8rT2wXq',
    org_id: 'org_5jHtK4pR8uWn',
    partner: 'sap',
    erp_source: 'sap_s4hana',
  } as const;
  return { ...newJob({ ...identity, scope, estimated }, NOW_MS), ...changes };
}
