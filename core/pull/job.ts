import * as z from 'zod/mini';
import { ERP_SOURCES } from '../domain/procurement-request.ts';
import { GRACE_MS, NotifiableSchema, notifiedAgain } from '../sync/notification.ts';
import type { Reason } from '../sync/recorded-error.ts';
import { JOB_SCOPES, PULL_SCOPES, type PullScope, scopesOf } from './scopes.ts';

const count = z.int().check(z.minimum(0));

/** The records of a scope: what the ERP has told, and what that led to in the hub. */
export const ProgressSchema = z.object({ seen: count, changed: count, unchanged: count, failed: count });
export type Progress = z.infer<typeof ProgressSchema>;

/** A record that could not be applied, or, without one, the reason for which a scope or the job has ended. */
const JobErrorSchema = z.object({
  scope: z.enum(PULL_SCOPES),
  record: z.nullable(z.string()),
  code: z.string(),
  message: z.string(),
});
export type JobError = z.infer<typeof JobErrorSchema>;

/**
 * A sync with an ERP: `pending → in_flight → completed | failed` (procurement-api 110). Its checkpoint says where it goes on,
 * whoever carries it. Times are milliseconds; 0 means none.
 */
export const JobSchema = z.object({
  id: z.string(),
  org_id: z.string(),
  partner: z.string(),
  erp_source: z.enum(ERP_SOURCES),
  scope: z.enum(JOB_SCOPES),
  state: z.enum(['pending', 'in_flight', 'completed', 'failed']),
  /** How many records each scope may have, by what was known when the job was created. */
  estimated: z.partialRecord(z.enum(PULL_SCOPES), count),
  progress: z.partialRecord(z.enum(PULL_SCOPES), ProgressSchema),
  errors: z.array(JobErrorSchema),
  /** The page to read next; of a job that has ended, the last one. */
  checkpoint: z.object({ scope: z.enum(PULL_SCOPES), cursor: z.nullable(z.string()) }),
  /** Attempts of that page that failed. */
  attempts: count,
  lease_owner: z.nullable(z.string()),
  lease_until: z.int(),
  next_attempt_at: z.int(),
  queued_at: z.int(),
  started_at: z.nullable(z.int()),
  ended_at: z.nullable(z.int()),
  ...NotifiableSchema.shape,
});
export type Job = z.infer<typeof JobSchema>;

export type NewJob = Pick<Job, 'id' | 'org_id' | 'partner' | 'erp_source' | 'scope' | 'estimated'>;

/** A job that waits for its event notification; the sweep notifies again should that be lost. */
export function newJob(identity: NewJob, nowMs: number): Job {
  const [first = 'vendors'] = scopesOf(identity.scope);
  return {
    ...identity,
    state: 'pending',
    progress: {},
    errors: [],
    checkpoint: { scope: first, cursor: null },
    attempts: 0,
    lease_owner: null,
    lease_until: 0,
    next_attempt_at: 0,
    due_at: nowMs + GRACE_MS,
    unanswered: 0,
    notifications: 0,
    queued_at: nowMs,
    started_at: null,
    ended_at: null,
    version: 1,
  };
}

export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return state === 'pending' || state === 'in_flight';
}

/**
 * The job as a consumer goes on with it. A lease only saves work: should it end during a slow page, two consumers read that
 * page, and the slower one's checkpoint is not saved.
 */
export function held(job: Job, owner: string, nowMs: number): Job {
  const lease_until = nowMs + LEASE_MS;
  return {
    ...job,
    state: 'in_flight',
    lease_owner: owner,
    lease_until,
    next_attempt_at: 0,
    due_at: lease_until,
    unanswered: 0,
    started_at: job.started_at ?? nowMs,
    version: job.version + 1,
  };
}

const LEASE_MS = 10_000;

/** The job until a message brings it to a consumer, at `nextAttemptAt` or later. */
export function released(job: Job, nextAttemptAt: number, nowMs: number): Job {
  return {
    ...job,
    state: 'pending',
    lease_owner: null,
    lease_until: 0,
    next_attempt_at: nextAttemptAt,
    due_at: Math.max(nextAttemptAt, nowMs) + GRACE_MS,
    version: job.version + 1,
  };
}

/** The job after its last scope: failed if a scope has ended early. */
export function ended(job: Job, nowMs: number): Job {
  const isFailed = job.errors.some(({ record }) => record === null);
  return {
    ...released(job, 0, nowMs),
    state: isFailed ? 'failed' : 'completed',
    due_at: null,
    ended_at: nowMs,
  };
}

/** Errors about records that a job keeps; all are counted. With one per scope that ended early they are at most a hundred. */
const MAX_RECORD_ERRORS = 100 - PULL_SCOPES.length;
const MAX_MESSAGE = 300;
/** Partners' numbers are shorter. */
const MAX_RECORD = 100;

function withErrors(job: Job, errors: readonly JobError[]): Job {
  const short = errors.map((error) => ({
    ...error,
    record: error.record?.slice(0, MAX_RECORD) ?? null,
    message: error.message.slice(0, MAX_MESSAGE),
  }));
  const all = [...job.errors, ...short];
  const ofRecords = all.filter(({ record }) => record !== null).slice(0, MAX_RECORD_ERRORS);
  return { ...job, errors: [...ofRecords, ...all.filter(({ record }) => record === null)] };
}

/** What one record led to; a failed one says why, in words. */
export type RecordResult =
  | { readonly kind: 'changed' | 'unchanged' }
  | { readonly kind: 'failed'; readonly record: string; readonly code: string; readonly message: string };

/**
 * The job after a page whose records are safe: at its next page, in its next scope, or ended. The version is that of `job`,
 * for `held` or `released` to count.
 */
export function advanced(
  job: Job,
  { results, next }: { readonly results: readonly RecordResult[]; readonly next: string | undefined },
): Job {
  const { scope } = job.checkpoint;
  const before = job.progress[scope] ?? { seen: 0, changed: 0, unchanged: 0, failed: 0 };
  const countOf = (kind: RecordResult['kind']) => results.filter((result) => result.kind === kind).length;
  const progress: Progress = {
    seen: before.seen + results.length,
    changed: before.changed + countOf('changed'),
    unchanged: before.unchanged + countOf('unchanged'),
    failed: before.failed + countOf('failed'),
  };
  const errors = results.flatMap((result) =>
    result.kind === 'failed' ? [{ scope, record: result.record, code: result.code, message: result.message }] : [],
  );
  return {
    ...withErrors(job, errors),
    progress: { ...job.progress, [scope]: progress },
    checkpoint: { scope, cursor: next ?? null },
    attempts: 0,
  };
}

/** The scope after the one that the job is in. */
export function scopeAfter({ scope, checkpoint }: Job): PullScope | undefined {
  const scopes = scopesOf(scope);
  return scopes[scopes.indexOf(checkpoint.scope) + 1];
}

/** The job after a scope is done: in its next scope, or undefined after the last. */
export function inNextScope(job: Job): Job | undefined {
  const scope = scopeAfter(job);
  return scope && { ...job, checkpoint: { scope, cursor: null }, attempts: 0 };
}

/** The job with the reason for which its scope has ended early. */
export function withScopeFailed(job: Job, { code, message }: Reason): Job {
  return withErrors(job, [{ scope: job.checkpoint.scope, record: null, code, message }]);
}

/** The job with one more attempt that failed. */
export function withAttempt(job: Job): Job {
  return { ...job, attempts: job.attempts + 1 };
}

/** The job after another event notification. */
export function jobNotified(job: Job, nowMs: number): Job {
  // The consumer was lost, and the relay does not get the images of those at work.
  return { ...notifiedAgain(job, nowMs), state: 'pending', lease_owner: null, lease_until: 0 };
}
