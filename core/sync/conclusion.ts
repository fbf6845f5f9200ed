import type { PartnerResult } from './admission.ts';
import type { CallContext } from './call-context.ts';
import type { SyncError } from './errors.ts';
import type { Step, Work } from './partner-port.ts';
import type { RecordedError } from './recorded-error.ts';
import type { Subject } from './subject.ts';
import {
  attemptFailed,
  attemptPostponed,
  doubtOf,
  linkChecked,
  NO_DOUBT,
  type Postponement,
  stepTaken,
} from './sync-attempts.ts';
import type { SyncRecord } from './sync-record.ts';
import type { Synced } from './sync-store.ts';

const LOOK_EVERY_MS = 5_000;
/** How often the partner is searched while one call is in doubt, at the most. */
const MAX_LOOKS = 40;

const IN_DOUBT: SyncError = {
  code: 'sync.in_doubt',
  message: 'A call was cut off and may still take effect at the partner; the hub looks for its document.',
};
const OUTCOME_UNKNOWN: SyncError = {
  code: 'sync.outcome_unknown',
  message:
    'The outcome of the last call is unknown and the partner cannot be searched. Check at the partner, then link the document or retry.',
};

/** An attempt whose lease is held. */
export interface BegunAttempt<S extends Subject = Subject> {
  /** As the lease was acquired. */
  readonly synced: Synced<S>;
  readonly before: SyncRecord;
  readonly work: Work;
  readonly context: CallContext;
}

/** What an attempt leads to: how the record continues, whatever has happened to it meanwhile. */
export interface Conclusion {
  readonly proceed: (record: SyncRecord, nowMs: number) => SyncRecord;
  readonly step?: Step;
  readonly result: PartnerResult;
  /** A failure of the hub, to be thrown once the attempt has ended. */
  readonly thrown?: unknown;
}

/** The attempt tells nothing of the partner as a whole. */
export const NEUTRAL: PartnerResult = { kind: 'neutral' };
/** The partner works, if it was asked at all. */
export const ANSWERED: PartnerResult = { kind: 'answered' };

/** The step has happened, now or before. */
export function taken(step: Step): Conclusion {
  return { step, proceed: (record, nowMs) => stepTaken(record, step, nowMs), result: { kind: 'success' } };
}

/** The document that a person named is checked. */
export function linked({ synced }: BegunAttempt, step: Step): Conclusion {
  return { ...taken(step), proceed: (record, nowMs) => linkChecked(record, step, synced.subject.revision, nowMs) };
}

/** The step is in doubt and the partner can't be searched: a person has to look. */
export function outcomeUnknown({ synced, before }: BegunAttempt): Conclusion {
  const failure = { state: 'unknown', error: OUTCOME_UNKNOWN, revision: synced.subject.revision } as const;
  return { proceed: (record, nowMs) => attemptFailed(record, failure, doubtOf(before), nowMs), result: NEUTRAL };
}

/** The step has not happened yet and still may. */
export function stillInDoubt({ before, work }: BegunAttempt, nowMs: number): Conclusion {
  const lookAgainAt = nowMs + Math.max(LOOK_EVERY_MS, work.limits.inDoubtMs / MAX_LOOKS);
  const next_attempt_at = Math.ceil(Math.min(before.in_doubt_until, lookAgainAt));
  return postponed(before, before.last_error ?? IN_DOUBT, { ...doubtOf(before), next_attempt_at }, ANSWERED);
}

/** The step has not happened and can't happen any more: the next pass plans from the subject. */
export function doubtEnded({ before }: BegunAttempt): Conclusion {
  return postponed(before, before.last_error, { ...NO_DOUBT, next_attempt_at: 0 }, ANSWERED);
}

/** The record continues later. An attempt that did not carry the step does not count. */
export function postponed(
  before: SyncRecord,
  error: SyncError | RecordedError | null,
  when: Postponement,
  result = NEUTRAL,
): Conclusion {
  return {
    proceed: (record, nowMs) => withStepOf(before, attemptPostponed(record, error, when, nowMs)),
    result,
  };
}

/** The record with the step that was recorded before the attempt. */
export function withStepOf({ intent, intent_revision, attempts }: SyncRecord, record: SyncRecord): SyncRecord {
  return { ...record, intent, intent_revision, attempts };
}
