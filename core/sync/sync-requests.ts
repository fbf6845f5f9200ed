import { GRACE_MS, notifiedAgain } from './notification.ts';
import { isSettled, needsAttention, released, type SyncRecord } from './sync-record.ts';

/** A sync record as people, the subject and the sweep change it. */

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

/** The record after another event notification. */
export function notified(record: SyncRecord, nowMs: number): SyncRecord {
  // The attempt was lost, and the relay does not get the images of attempts.
  const state = record.state === 'in_flight' ? 'pending' : record.state;
  return { ...notifiedAgain(record, nowMs), state };
}
