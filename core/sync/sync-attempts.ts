import type { SyncError } from './errors.ts';
import type { Step } from './partner-port.ts';
import { type RecordedError, recordedAt } from './recorded-error.ts';
import { released, type SyncRecord, withDueTime } from './sync-record.ts';

/** A sync record as an attempt begins and as it ends. */

/** The revision that the next step carries: a flow of many steps ends with the one that it began with. */
function carriedRevision({ cursor, intent_revision }: SyncRecord, revision: number): number {
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
  // Checking a link does nothing at the partner: a step in doubt stays on record, should the document be the wrong one.
  if (record.linked_document_id !== null) return withDueTime({ ...held, attempts: record.attempts + 1 });
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
export type Doubt = Pick<SyncRecord, 'in_doubt' | 'in_doubt_until'>;

export const NO_DOUBT: Doubt = { in_doubt: false, in_doubt_until: 0 };

/** The doubt that an attempt found and did not end. */
export function doubtOf({ in_doubt, in_doubt_until }: SyncRecord): Doubt {
  return { in_doubt, in_doubt_until };
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
      ...NO_DOUBT,
      next_attempt_at: step.kind === 'poll' ? nowMs + step.afterMs : 0,
      last_error: null,
    },
    nowMs,
  );
}

/** The record after a linked document is checked: a person vouches that it has this revision. */
export function linkChecked(record: SyncRecord, step: Step, revision: number, nowMs: number): SyncRecord {
  return stepTaken({ ...record, intent_revision: revision }, step, nowMs);
}

/** The record of a subject that the partner needs nothing more of, although its revision is new. */
export function nothingToDo(record: SyncRecord, revision: number, nowMs: number): SyncRecord {
  return stepTaken({ ...record, intent_revision: revision }, { kind: 'done' }, nowMs);
}

/** What is in doubt until the next attempt, and when that may begin. */
export type Postponement = Doubt & Pick<SyncRecord, 'next_attempt_at'>;

/** The record after an attempt that another one follows. */
export function attemptPostponed(
  record: SyncRecord,
  error: SyncError | RecordedError | null,
  when: Postponement,
  nowMs: number,
): SyncRecord {
  return released(
    {
      ...record,
      ...when,
      state: 'pending',
      last_error: error && ('at' in error ? error : recordedAt(error, nowMs)),
    },
    nowMs,
  );
}

/** The attempt for a revision of the subject failed, or its outcome is unknown; a doubt about it stays on record. */
export function attemptFailed(
  record: SyncRecord,
  {
    state,
    error,
    revision,
  }: { readonly state: 'failed' | 'unknown'; readonly error: SyncError; readonly revision: number },
  doubt: Doubt,
  nowMs: number,
): SyncRecord {
  return released(
    {
      ...record,
      ...doubt,
      state,
      failed_revision: revision,
      linked_document_id: null,
      next_attempt_at: 0,
      last_error: recordedAt(error, nowMs),
    },
    nowMs,
  );
}
