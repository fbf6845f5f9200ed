import * as z from 'zod';

/**
 * What the hub knows of one document at one partner. `pending → in_flight → synced | failed | unknown`; `failed` and
 * `unknown` wait for a person. Times are milliseconds, so that a lease can end within a second; 0 means none.
 */
export const SyncRecordSchema = z.object({
  org_id: z.string(),
  partner: z.string(),
  request_id: z.string(),
  job_id: z.string(),
  state: z.enum(['pending', 'in_flight', 'synced', 'failed', 'unknown']),
  /** How often a call was intended. From the second on, the partner is searched before anything is created. */
  attempts: z.int(),
  /** True from before a call until its outcome is known: a crash leaves it set. */
  in_doubt: z.boolean(),
  lease_owner: z.string().nullable(),
  lease_until: z.int(),
  /** No call before this time: back-off, or what the partner asked for. */
  next_attempt_at: z.int(),
  /** Until then an earlier call may still be at work at the partner, so "not found" proves nothing yet. */
  in_doubt_until: z.int(),
  /** The request version that the partner has, and the partner's own id for it. */
  synced_version: z.int().nullable(),
  partner_document_id: z.string().nullable(),
  last_error: z.object({ code: z.string(), message: z.string(), at: z.int() }).nullable(),
  /** How often a person ordered a new attempt. */
  retries: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
});
export type SyncRecord = z.infer<typeof SyncRecordSchema>;

/** The record as approving a request writes it. */
export function newSyncRecord(ids: {
  readonly orgId: string;
  readonly partner: string;
  readonly requestId: string;
  readonly jobId: string;
  readonly nowMs: number;
}): SyncRecord {
  return {
    org_id: ids.orgId,
    partner: ids.partner,
    request_id: ids.requestId,
    job_id: ids.jobId,
    state: 'pending',
    attempts: 0,
    in_doubt: false,
    lease_owner: null,
    lease_until: 0,
    next_attempt_at: 0,
    in_doubt_until: 0,
    synced_version: null,
    partner_document_id: null,
    last_error: null,
    retries: 0,
    created_at: ids.nowMs,
    updated_at: ids.nowMs,
  };
}

/** What a consumer is to do with a message about this record now. */
export type SyncPlan =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'attempt' };

/** Decides from the record alone; late, repeated and reordered messages all come to the same. */
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

type SyncError = { readonly code: string; readonly message: string };

/**
 * What changes in the record when an attempt begins: the intent is on record before the partner hears anything, and so
 * is how long a crash from here on leaves its outcome open.
 */
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
    in_doubt_until: lease.inDoubtUntil,
    updated_at: nowMs,
  };
}

/** An error's message is not one of its own enumerable members, so it is named. */
function errorAt({ code, message }: SyncError, at: number) {
  return { code, message, at };
}

function released(record: SyncRecord, nowMs: number): SyncRecord {
  return {
    ...record,
    lease_owner: null,
    lease_until: 0,
    updated_at: nowMs,
  };
}

/** The partner has the document. */
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

/** The attempt failed and will be made again at `nextAttemptAt`. */
export function attemptPostponed(
  record: SyncRecord,
  error: SyncError,
  when: { readonly nextAttemptAt: number; readonly inDoubtUntil: number; readonly inDoubt: boolean },
  nowMs: number,
): SyncRecord {
  return {
    ...released(record, nowMs),
    state: 'pending',
    in_doubt: when.inDoubt,
    next_attempt_at: when.nextAttemptAt,
    in_doubt_until: when.inDoubtUntil,
    last_error: errorAt(error, nowMs),
  };
}

/** The attempt's failure, or its unknowable outcome, waits for a person; an open outcome stays open meanwhile. */
export function attemptParked(
  record: SyncRecord,
  state: 'failed' | 'unknown',
  error: SyncError,
  open: { readonly inDoubtUntil: number; readonly inDoubt: boolean },
  nowMs: number,
): SyncRecord {
  return {
    ...released(record, nowMs),
    state,
    in_doubt: open.inDoubt,
    in_doubt_until: open.inDoubtUntil,
    next_attempt_at: 0,
    last_error: errorAt(error, nowMs),
  };
}

/** Longer than any wait that ends by itself: what is due for so long has lost its message. */
const LOST_AFTER_MS = 60_000;

/** Whether the record waits for a person, or for a message that will not come. */
export function mayBeRetried(record: SyncRecord, nowMs: number): boolean {
  if (record.state === 'synced') return false;
  if (record.state === 'failed' || record.state === 'unknown') return true;
  return Math.max(record.lease_until, record.next_attempt_at, record.updated_at) + LOST_AFTER_MS < nowMs;
}

/** A person ordered a new attempt. Where the partner can't be searched, the person has looked; else the hub looks first. */
export function retryOrdered(record: SyncRecord, nowMs: number): SyncRecord {
  return {
    ...released(record, nowMs),
    state: 'pending',
    in_doubt: record.in_doubt && record.state !== 'unknown',
    next_attempt_at: 0,
    retries: record.retries + 1,
  };
}
