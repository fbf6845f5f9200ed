import * as z from 'zod';
import type { Approval } from '../domain/approve-request.ts';
import type { SyncError } from './errors.ts';

/**
 * The state of one document at one partner: `pending → in_flight → synced | failed | unknown`. `failed` and `unknown`
 * need attention. Times are milliseconds, so that a lease can end within a second; 0 means none.
 */
export const SyncRecordSchema = z.object({
  org_id: z.string(),
  partner: z.string(),
  request_id: z.string(),
  job_id: z.string(),
  state: z.enum(['pending', 'in_flight', 'synced', 'failed', 'unknown']),
  /** Attempts so far; looking for a document in doubt is none. From the second on, the partner is searched first. */
  attempts: z.int(),
  /** Attempts before a person's last retry, which has an allowance of its own. */
  attempts_before_retry: z.int().default(0),
  /** True from before a call until its outcome is known, so a crash leaves it true. */
  in_doubt: z.boolean(),
  lease_owner: z.string().nullable(),
  lease_until: z.int(),
  /** No call before this time: backoff, or the pause that the partner asked for. */
  next_attempt_at: z.int(),
  /** Until this time an earlier call may still take effect at the partner, so "not found" proves nothing. */
  in_doubt_until: z.int(),
  synced_version: z.int().nullable(),
  partner_document_id: z.string().nullable(),
  last_error: z.object({ code: z.string(), message: z.string(), at: z.int() }).nullable(),
  retries: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
});
export type SyncRecord = z.infer<typeof SyncRecordSchema>;

export function newSyncRecords({ request, job }: Approval, nowMs: number): SyncRecord[] {
  if (!job) return [];
  return job.partners.map((partner) => ({
    org_id: request.org_id,
    partner,
    request_id: request.id,
    job_id: job.id,
    state: 'pending',
    attempts: 0,
    attempts_before_retry: 0,
    in_doubt: false,
    lease_owner: null,
    lease_until: 0,
    next_attempt_at: 0,
    in_doubt_until: 0,
    synced_version: null,
    partner_document_id: null,
    last_error: null,
    retries: 0,
    created_at: nowMs,
    updated_at: nowMs,
  }));
}

export type SyncPlan =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'attempt' };

/** What to do now, from the record alone: late, repeated and reordered messages lead to the same plan. */
export function planSync(record: SyncRecord, nowMs: number): SyncPlan {
  switch (record.state) {
    case 'synced':
    case 'failed':
    case 'unknown':
      return { kind: 'done' };
    case 'pending':
    case 'in_flight': {
      const untilMs = Math.max(record.lease_until, record.next_attempt_at);
      return untilMs > nowMs ? { kind: 'wait', untilMs } : { kind: 'attempt' };
    }
  }
}

/** The record as an attempt begins. It is saved before the partner is called, so a crash leaves the attempt in doubt. */
export function beginAttempt(
  record: SyncRecord,
  lease: { readonly owner: string; readonly until: number; readonly inDoubtUntil: number },
  nowMs: number,
): SyncRecord {
  return {
    ...record,
    state: 'in_flight',
    attempts: record.attempts + 1,
    in_doubt: true,
    lease_owner: lease.owner,
    lease_until: lease.until,
    in_doubt_until: Math.max(record.in_doubt_until, lease.inDoubtUntil),
    updated_at: nowMs,
  };
}

/** Whether a call may have taken effect at the partner, and until when it still may. */
export interface Doubt {
  readonly inDoubt: boolean;
  readonly inDoubtUntil: number;
}

export function attemptSucceeded(record: SyncRecord, version: number, documentId: string, nowMs: number): SyncRecord {
  return {
    ...released(record, nowMs),
    state: 'synced',
    in_doubt: false,
    next_attempt_at: 0,
    in_doubt_until: 0,
    synced_version: version,
    partner_document_id: documentId,
    last_error: null,
  };
}

export function attemptPostponed(
  record: SyncRecord,
  error: SyncError | NonNullable<SyncRecord['last_error']>,
  when: Doubt & { readonly nextAttemptAt: number },
  nowMs: number,
): SyncRecord {
  return { ...attemptFailed(record, 'pending', error, when, nowMs), next_attempt_at: when.nextAttemptAt };
}

/** The attempt failed, or its outcome is unknown; a doubt about it stays on record. */
export function attemptFailed(
  record: SyncRecord,
  state: 'pending' | 'failed' | 'unknown',
  error: SyncError | NonNullable<SyncRecord['last_error']>,
  { inDoubt, inDoubtUntil }: Doubt,
  nowMs: number,
): SyncRecord {
  return {
    ...released(record, nowMs),
    state,
    in_doubt: inDoubt,
    in_doubt_until: inDoubtUntil,
    next_attempt_at: 0,
    // An Error's message is not enumerable, so it is copied by name.
    last_error: { code: error.code, message: error.message, at: nowMs },
  };
}

function released(record: SyncRecord, nowMs: number): SyncRecord {
  return { ...record, lease_owner: null, lease_until: 0, updated_at: nowMs };
}

/** Longer than SQS takes to deliver a message that is due: a record overdue by this much has lost its message. */
const LOST_AFTER_MS = 60_000;

/** Whether a person can retry the sync: it needs attention, or its message is lost. */
export function canBeRetried(record: SyncRecord, nowMs: number): boolean {
  if (record.state === 'synced') return false;
  if (record.state === 'failed' || record.state === 'unknown') return true;
  return Math.max(record.lease_until, record.next_attempt_at, record.updated_at) + LOST_AFTER_MS < nowMs;
}

/** The record after a person requests a retry. For `unknown` the person states that the partner has no document. */
export function retryRequested(record: SyncRecord, nowMs: number): SyncRecord {
  return {
    ...released(record, nowMs),
    state: 'pending',
    in_doubt: record.in_doubt && record.state !== 'unknown',
    next_attempt_at: 0,
    attempts_before_retry: record.attempts,
    retries: record.retries + 1,
  };
}
