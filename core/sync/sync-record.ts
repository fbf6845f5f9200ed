import * as z from 'zod/mini';
import { GRACE_MS, NotifiableSchema } from './notification.ts';
import type { Known } from './partner-port.ts';
import { RecordedErrorSchema } from './recorded-error.ts';

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
  request_id: z.nullable(z.string()),
  job_id: z.string(),
  state: z.enum(['pending', 'in_flight', 'waiting', 'synced', 'failed', 'unknown']),
  /** The revision of the subject, which the partner is to be brought to. */
  wanted_revision: z.int(),
  /** The revision that the partner has. */
  synced_revision: z.nullable(z.int()),
  partner_document_id: z.nullable(z.string()),
  /** The document that a person named as the subject's; the machine checks it. */
  linked_document_id: z.nullable(z.string()),
  cursor: z.nullable(z.string()),
  /** The step that was last begun, and the revision that it carries. */
  intent: z.nullable(z.string()),
  intent_revision: z.nullable(z.int()),
  /** The subject's revision at the last failure. */
  failed_revision: z.nullable(z.int()),
  /** Attempts of this step; looking for a step in doubt is none. From the second on, the partner is searched first. */
  attempts: z.int(),
  /** Attempts before a person's last retry, which has an allowance of its own. */
  attempts_before_retry: z.int(),
  /** True from before a call until its outcome is known, so a crash leaves it true. */
  in_doubt: z.boolean(),
  /** Until this time an earlier call may still take effect at the partner, so "not found" proves nothing. */
  in_doubt_until: z.int(),
  lease_owner: z.nullable(z.string()),
  lease_until: z.int(),
  /** No call before this time: backoff, the pause that the partner asked for, or the next poll. */
  next_attempt_at: z.int(),
  last_error: z.nullable(RecordedErrorSchema),
  created_at: z.int(),
  updated_at: z.int(),
  ...NotifiableSchema.shape,
});
export type SyncRecord = z.infer<typeof SyncRecordSchema>;

export type NewSync = Pick<
  SyncRecord,
  'org_id' | 'partner' | 'flow' | 'subject_entity' | 'subject_id' | 'request_id' | 'job_id'
> & { readonly revision: number };

/** The record of a new subject, whose event notifies the partner; the sweep does so should that be lost. */
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
    failed_revision: null,
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

/** Whether nothing is to be done until the subject changes or a person decides. */
export function isSettled({ state, wanted_revision, synced_revision, failed_revision }: SyncRecord): boolean {
  switch (state) {
    case 'synced':
      return synced_revision === wanted_revision;
    case 'failed':
      // A later revision may succeed.
      return failed_revision === wanted_revision;
    case 'unknown':
      return true;
    case 'pending':
    case 'in_flight':
    case 'waiting':
      return false;
  }
}

/** Whether a person can help: also while a later revision is tried by itself. */
export function needsAttention({ state }: SyncRecord): boolean {
  return state === 'failed' || state === 'unknown';
}

/** The record with its time for the sweep. A time that is late enough stays, as each change costs two index writes. */
export function withDueTime(record: SyncRecord): SyncRecord {
  if (isSettled(record)) return { ...record, due_at: null };
  const wakeAt = Math.max(notBefore(record), record.updated_at);
  const isLateEnough = record.due_at !== null && record.due_at >= wakeAt && record.due_at <= wakeAt + 2 * GRACE_MS;
  return isLateEnough ? record : { ...record, due_at: wakeAt + GRACE_MS };
}

/** No attempt may begin before this time: another one holds the record, or it is too early for the next. */
export function notBefore({ lease_until, next_attempt_at }: SyncRecord): number {
  return Math.max(lease_until, next_attempt_at);
}

/** What the port may know of the record. */
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

/** The record without its lease, saved once more. */
export function released(record: SyncRecord, nowMs: number): SyncRecord {
  return withDueTime({
    ...record,
    lease_owner: null,
    lease_until: 0,
    updated_at: nowMs,
    version: record.version + 1,
  });
}
