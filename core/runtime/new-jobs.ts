import { HubError } from '../domain/errors.ts';
import type { ErpSource } from '../domain/procurement-request.ts';
import { isOpen, type Job, newJob } from '../pull/job.ts';
import { type JobScope, scopesOf } from '../pull/scopes.ts';
import { loadIntegrationSettings } from '../store/integrations.ts';
import { estimateScope } from '../store/job-estimates.ts';
import { findJob, saveNewJob } from '../store/jobs.ts';
import { loadPullState, lockPull } from '../store/pull-states.ts';
import type { Table } from '../store/table.ts';
import type { Write } from '../store/write.ts';
import { ERP_PARTNERS, PARTNERS, type Partner } from '../sync/partners.ts';
import { newSyncJobId } from './ids.ts';

/** A job of this source and scope: the one that is open, or a new one with its writes. */
export interface PlannedJob {
  readonly job: Job;
  readonly writes: readonly Write[];
}

/** At most one job per organization, source and scope is open (procurement-api 111). */
export async function planJob(
  table: Table,
  { orgId, partner, scope }: { readonly orgId: string; readonly partner: Partner; readonly scope: JobScope },
  nowMs: number,
): Promise<PlannedJob> {
  const state = await loadPullState(table, orgId, partner, scope);
  const open = state.open_job_id ? await findJob(table, orgId, state.open_job_id) : undefined;
  if (open && isOpen(open)) return { job: open, writes: [] };
  const source = PARTNERS[partner].erpSource;
  const of = { orgId, partner, source };
  const estimates = await Promise.all(
    scopesOf(scope).map(async (one) => [one, await estimateScope(table, of, one)] as const),
  );
  const job = newJob(
    { id: newSyncJobId(), org_id: orgId, partner, erp_source: source, scope, estimated: Object.fromEntries(estimates) },
    nowMs,
  );
  return { job, writes: [saveNewJob(job), lockPull(job, state)] };
}

/** The organization's enabled ERPs, of one source if it is named. Throws `erp.not_configured` when there is none. */
export async function enabledErps(table: Table, orgId: string, source: ErpSource | undefined): Promise<Partner[]> {
  const candidates = ERP_PARTNERS.filter((partner) => source === undefined || PARTNERS[partner].erpSource === source);
  const settings = await Promise.all(candidates.map((partner) => loadIntegrationSettings(table, orgId, partner)));
  const enabled = candidates.filter((_, index) => settings[index] !== undefined);
  if (enabled.length > 0) return enabled;
  const message = `The organization has no enabled integration with ${source ?? 'an ERP'}: enable it, then start the sync again.`;
  throw new HubError('erp.not_configured', message);
}
