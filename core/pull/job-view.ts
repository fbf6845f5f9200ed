import { unixSeconds } from '../domain/time.ts';
import type { Job } from './job.ts';
import { PULL_SCOPES, type PullScope, scopesOf } from './scopes.ts';

/** A new job as `POST /v1/erp/sync` shows it (procurement-api 110). Times are Unix seconds. */
export function viewNewJob(job: Job) {
  return {
    sync_job_id: job.id,
    erp_source: job.erp_source,
    scope: job.scope,
    status: statusOf(job),
    queued_at: unixSeconds(job.queued_at),
    estimated_entities: ofEachScope(job, (scope) => job.estimated[scope] ?? 0),
  };
}

/** A job with its progress, as `GET /v1/erp/sync/{sync_job_id}` shows it (procurement-api 112). */
export function viewJob(job: Job) {
  const none = { seen: 0, changed: 0, unchanged: 0, failed: 0 };
  return {
    ...viewNewJob(job),
    started_at: job.started_at && unixSeconds(job.started_at),
    ended_at: job.ended_at && unixSeconds(job.ended_at),
    progress: ofEachScope(job, (scope) => job.progress[scope] ?? none),
    errors: job.errors.map(({ scope, record, message }) => ({ scope, record, message })),
  };
}

function statusOf({ state, started_at }: Job) {
  if (state === 'completed' || state === 'failed') return state;
  return started_at === null ? 'queued' : 'running';
}

function ofEachScope<Value>({ scope }: Job, of: (scope: PullScope) => Value): Partial<Record<PullScope, Value>> {
  const own = scopesOf(scope);
  return Object.fromEntries(PULL_SCOPES.filter((one) => own.includes(one)).map((one) => [one, of(one)]));
}
