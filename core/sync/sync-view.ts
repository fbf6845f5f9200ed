import { unixSeconds } from '../domain/time.ts';
import { isSettled, type SyncRecord } from './sync-record.ts';

/** The state of a sync as people see it: a change that the sync has not begun to carry is `pending`. */
export function statusOf(record: SyncRecord): SyncRecord['state'] {
  return record.state === 'in_flight' || isSettled(record) || record.state === 'waiting' ? record.state : 'pending';
}

/** A sync record as the API shows it: state, progress, and the last error in words. Times are Unix seconds. */
export function viewSync(record: SyncRecord) {
  return {
    sync_job_id: record.job_id,
    partner: record.partner,
    flow: record.flow,
    procurement_id: record.request_id,
    [`${record.subject_entity}_id`]: record.subject_id,
    status: statusOf(record),
    attempts: record.attempts,
    partner_document_id: record.partner_document_id,
    last_error: record.last_error && { ...record.last_error, at: unixSeconds(record.last_error.at) },
    next_attempt_at: record.next_attempt_at > 0 ? unixSeconds(record.next_attempt_at) : null,
    created_at: unixSeconds(record.created_at),
    updated_at: unixSeconds(record.updated_at),
  };
}
