import * as z from 'zod';
import type { SyncError } from './errors.ts';
import type { Known, Step } from './partner-port.ts';

/**
 * The state of one subject at one partner: `pending → in_flight → synced | waiting | failed | unknown`. `failed` and
 * `unknown` need attention. Times are milliseconds, so that a lease can end within a second; 0 means none.
 */
export const SyncRecordSchema = z.object({
  org_id: z.string(),
  partner: z.string(),
  /** What is synced with the partner, such as `order`. */
  flow: z.string(),
  subject_entity: z.literal('purchase_order'),
  subject_id: z.string(),
  /** The procurement request behind the subject, if any. */
  request_id: z.string().nullable(),
  job_id: z.string(),
  state: z.enum(['pending', 'in_flight', 'waiting', 'synced', 'failed', 'unknown']),
  /** The revision of the subject, which the partner is to be brought to. */
  wanted_revision: z.int(),
  /** The revision that the partner has. */
  synced_revision: z.int().nullable(),
  partner_document_id: z.string().nullable(),
  /** The document that a person named as the subject's; the machine checks it. */
  linked_document_id: z.string().nullable(),
  cursor: z.string().nullable(),
  /** The step that was last begun, and the revision that it carries. */
  intent: z.string().nullable(),
  intent_revision: z.int().nullable(),
  /** Attempts of this step; looking for a step in doubt is none. From the second on, the partner is searched first. */
  attempts: z.int(),
  /** Attempts before a person's last retry, which has an allowance of its own. */
  attempts_before_retry: z.int(),
  /** True from before a call until its outcome is known, so a crash leaves it true. */
  in_doubt: z.boolean(),
  /** Until this time an earlier call may still take effect at the partner, so "not found" proves nothing. */
  in_doubt_until: z.int(),
  lease_owner: z.string().nullable(),
  lease_until: z.int(),
  /** No call before this time: backoff, the pause that the partner asked for, or the next poll. */
  next_attempt_at: z.int(),
  /** When the sweep notifies again of a record that is not settled; null for one that is. */
  due_at: z.int().nullable(),
  /** Event notifications since the last attempt: the sweep waits longer after each. */
  unanswered: z.int(),
  /** Event notifications that the record has caused. */
  notifications: z.int(),
  last_error: z.object({ code: z.string(), message: z.string(), at: z.int() }).nullable(),
  created_at: z.int(),
  updated_at: z.int(),
  /** Counts the writes. */
  version: z.int(),
});
export type SyncRecord = z.infer<typeof SyncRecordSchema>;

export type NewSync = Pick<
  SyncRecord,
  'org_id' | 'partner' | 'flow' | 'subject_entity' | 'subject_id' | 'request_id' | 'job_id'
> & { readonly revision: number };

export function newSyncRecord({ revision, ...identity }: NewSync, nowMs: number): SyncRecord {
  return withDueTime({
    ...identity,
    state: 'pending',
    wanted_revision: revision,
    synced_revision: null,
    partner_document_id: null,
    linked_document_id: null,
    cursor: null,
    intent: null,
    intent_revision: null,
    attempts: 0,
    attempts_before_retry: 0,
    in_doubt: false,
    in_doubt_until: 0,
    lease_owner: null,
    lease_until: 0,
    next_attempt_at: 0,
    due_at: null,
    unanswered: 0,
    notifications: 0,
    last_error: null,
    created_at: nowMs,
    updated_at: nowMs,
    version: 1,
  });
}

/** How long a record may be overdue before the sweep notifies again: longer than the queue takes to deliver. */
export const GRACE_MS = 60_000;

export function isSettled({ state, wanted_revision, synced_revision, intent_revision }: SyncRecord): boolean {
  switch (state) {
    case 'synced':
      return synced_revision === wanted_revision;
    case 'failed':
      // A later revision may succeed.
      return intent_revision === wanted_revision;
    case 'unknown':
      return true;
    case 'pending':
    case 'in_flight':
    case 'waiting':
      return false;
  }
}

export function needsAttention({ state }: SyncRecord): boolean {
  return state === 'failed' || state === 'unknown';
}

/** The record with its time for the sweep. A time that is late enough stays, as each change costs two index writes. */
function withDueTime(record: SyncRecord): SyncRecord {
  if (isSettled(record)) return { ...record, due_at: null };
  const wakeAt = Math.max(record.lease_until, record.next_attempt_at, record.updated_at);
  const isLateEnough = record.due_at !== null && record.due_at >= wakeAt && record.due_at <= wakeAt + 2 * GRACE_MS;
  return isLateEnough ? record : { ...record, due_at: wakeAt + GRACE_MS };
}

export type SyncPlan =
  | { readonly kind: 'done' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'attempt' };

/** What to do now, from the record alone: late, repeated and reordered messages lead to the same plan. */
export function planSync(record: SyncRecord, nowMs: number): SyncPlan {
  if (isSettled(record)) return { kind: 'done' };
  const untilMs = Math.max(record.lease_until, record.next_attempt_at);
  return untilMs > nowMs ? { kind: 'wait', untilMs } : { kind: 'attempt' };
}

export function knownOf(record: SyncRecord): Known {
  const documentOf = (id: string | null) => (id === null ? undefined : { id });
  return {
    document: documentOf(record.partner_document_id),
    revision: record.synced_revision ?? undefined,
    cursor: record.cursor ?? undefined,
    inDoubt: (record.in_doubt && record.intent) || undefined,
    linked: documentOf(record.linked_document_id),
  };
}

/** The revision that the next step carries: a flow of many steps ends with the one that it began with. */
export function carriedRevision({ cursor, intent_revision }: SyncRecord, revision: number): number {
  return cursor === null ? revision : (intent_revision ?? revision);
}

/** Whether a begun attempt only finds out what an earlier one has done: its step carried something else. */
export function onlyLooks(record: SyncRecord, intent: string, revision: number): boolean {
  // A person who names the document ends the doubt.
  if (record.linked_document_id !== null) return false;
  const carried = carriedRevision(record, revision);
  return record.in_doubt && (record.intent !== intent || record.intent_revision !== carried);
}

/** The record as an attempt begins. It is saved before the partner is called, so a crash leaves the attempt in doubt. */
export function beginAttempt(
  record: SyncRecord,
  { intent, revision }: { readonly intent: string; readonly revision: number },
  lease: { readonly owner: string; readonly until: number; readonly inDoubtUntil: number },
  nowMs: number,
): SyncRecord {
  const held: SyncRecord = {
    ...record,
    state: 'in_flight',
    lease_owner: lease.owner,
    lease_until: lease.until,
    unanswered: 0,
    updated_at: nowMs,
    version: record.version + 1,
  };
  if (onlyLooks(record, intent, revision)) return withDueTime(held);
  const isSameStep = record.intent === intent;
  return withDueTime({
    ...held,
    intent,
    intent_revision: carriedRevision(record, revision),
    attempts: isSameStep ? record.attempts + 1 : 1,
    attempts_before_retry: isSameStep ? record.attempts_before_retry : 0,
    in_doubt: true,
    in_doubt_until: Math.max(record.in_doubt_until, lease.inDoubtUntil),
  });
}

/** Whether a call may have taken effect at the partner, and until when it still may. */
export interface Doubt {
  readonly inDoubt: boolean;
  readonly inDoubtUntil: number;
}

export const NO_DOUBT: Doubt = { inDoubt: false, inDoubtUntil: 0 };

export function doubtOf({ in_doubt, in_doubt_until }: SyncRecord): Doubt {
  return { inDoubt: in_doubt, inDoubtUntil: in_doubt_until };
}

/** The record after its step: up to date, or due for the next step or poll. */
export function stepTaken(record: SyncRecord, step: Step, nowMs: number): SyncRecord {
  const isDone = step.kind === 'done';
  const synced_revision = isDone ? record.intent_revision : record.synced_revision;
  const isUpToDate = isDone && synced_revision === record.wanted_revision;
  return released(
    {
      ...record,
      state: isUpToDate ? 'synced' : step.kind === 'poll' ? 'waiting' : 'pending',
      synced_revision,
      partner_document_id: step.document?.id ?? record.partner_document_id,
      linked_document_id: null,
      cursor: isDone ? null : (step.cursor ?? record.cursor),
      intent: null,
      in_doubt: false,
      in_doubt_until: 0,
      next_attempt_at: step.kind === 'poll' ? nowMs + step.afterMs : 0,
      last_error: null,
    },
    nowMs,
  );
}

/** The record of a subject that the partner needs nothing more of, although its revision is new. */
export function nothingToDo(record: SyncRecord, revision: number, nowMs: number): SyncRecord {
  return stepTaken({ ...record, intent_revision: revision }, { kind: 'done' }, nowMs);
}

export function attemptPostponed(
  record: SyncRecord,
  error: SyncError | SyncRecord['last_error'],
  { inDoubt, inDoubtUntil, nextAttemptAt }: Doubt & { readonly nextAttemptAt: number },
  nowMs: number,
): SyncRecord {
  return released(
    {
      ...record,
      state: 'pending',
      in_doubt: inDoubt,
      in_doubt_until: inDoubtUntil,
      next_attempt_at: nextAttemptAt,
      last_error: errorAt(error, nowMs),
    },
    nowMs,
  );
}

/** The attempt failed, or its outcome is unknown; a doubt about it stays on record. */
export function attemptFailed(
  record: SyncRecord,
  state: 'failed' | 'unknown',
  error: SyncError,
  { inDoubt, inDoubtUntil }: Doubt,
  nowMs: number,
): SyncRecord {
  return released(
    {
      ...record,
      state,
      in_doubt: inDoubt,
      in_doubt_until: inDoubtUntil,
      linked_document_id: null,
      next_attempt_at: 0,
      last_error: errorAt(error, nowMs),
    },
    nowMs,
  );
}

function errorAt(error: SyncError | SyncRecord['last_error'], nowMs: number): SyncRecord['last_error'] {
  // An Error's message is not enumerable, so it is copied by name.
  return error && { code: error.code, message: error.message, at: 'at' in error ? error.at : nowMs };
}

function released(record: SyncRecord, nowMs: number): SyncRecord {
  return withDueTime({
    ...record,
    lease_owner: null,
    lease_until: 0,
    updated_at: nowMs,
    version: record.version + 1,
  });
}

/** Whether a person can retry the sync: it needs attention, or its message is lost. */
export function canBeRetried(record: SyncRecord, nowMs: number): boolean {
  return needsAttention(record) || (record.due_at !== null && record.due_at < nowMs);
}

/** The record after a person requests a retry. For `unknown` the person states that the partner has no document. */
export function retryRequested(record: SyncRecord, nowMs: number): SyncRecord {
  const pending: SyncRecord = {
    ...record,
    state: 'pending',
    in_doubt: record.in_doubt && record.state !== 'unknown',
    next_attempt_at: 0,
    attempts_before_retry: record.attempts,
  };
  return notified(released(pending, nowMs), nowMs);
}

/** The record after a person names the subject's document at the partner. A doubt remains until the document is checked. */
export function linkRequested(record: SyncRecord, documentId: string, nowMs: number): SyncRecord {
  return { ...retryRequested(record, nowMs), in_doubt: record.in_doubt, linked_document_id: documentId };
}

/** The record of a subject with a new revision. What is unknown stays so until a person decides. */
export function revised(record: SyncRecord, revision: number, nowMs: number): SyncRecord {
  const next = { ...record, wanted_revision: revision };
  return isSettled(next) ? next : { ...next, due_at: nowMs + GRACE_MS };
}

const MAX_DOUBLINGS = 6;

/** The record after another event notification: the sweep waits twice as long for an answer to each, up to an hour. */
export function notified(record: SyncRecord, nowMs: number): SyncRecord {
  return {
    ...record,
    // The attempt was lost, and the relay does not get the images of attempts.
    state: record.state === 'in_flight' ? 'pending' : record.state,
    due_at: nowMs + GRACE_MS * 2 ** Math.min(MAX_DOUBLINGS, record.unanswered),
    unanswered: record.unanswered + 1,
    notifications: record.notifications + 1,
    version: record.version + 1,
  };
}
