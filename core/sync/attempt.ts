import { backoffMs } from './backoff.ts';
import type { CallContext } from './call-context.ts';
import { CLOCK_SKEW_MS } from './clock-skew.ts';
import { IntegrationError, PermanentError, RetryableError, type SyncError } from './errors.ts';
import type { PartnerResult } from './integration-state.ts';
import type { Step, Work } from './partner-port.ts';
import type { Subject } from './subject.ts';
import {
  attemptFailed,
  attemptPostponed,
  type Doubt,
  doubtOf,
  linkChecked,
  NO_DOUBT,
  onlyLooks,
  stepTaken,
} from './sync-attempts.ts';
import type { SyncRecord } from './sync-record.ts';
import type { Synced, SyncMachineOptions } from './sync-store.ts';

/** After this many attempts since a person's last retry the sync needs attention; that is most of a day. */
const MAX_ATTEMPTS = 100;
const LOOK_EVERY_MS = 5_000;
/** How often the partner is searched while one call is in doubt, at the most. */
const MAX_LOOKS = 40;
const MAX_CONFLICTS = 20;

const HUB_FAILED: SyncError = {
  code: 'hub.internal_error',
  message: 'The hub failed on this document; the cause is in its log.',
};
const IN_DOUBT: SyncError = {
  code: 'sync.in_doubt',
  message: 'A call was cut off and may still take effect at the partner; the hub looks for its document.',
};
const OUTCOME_UNKNOWN: SyncError = {
  code: 'sync.outcome_unknown',
  message:
    'The outcome of the last call is unknown and the partner cannot be searched. Check at the partner, then link the document or retry.',
};

export interface BegunAttempt<S extends Subject> {
  /** As the lease was acquired. */
  readonly synced: Synced<S>;
  readonly before: SyncRecord;
  readonly work: Work;
  readonly context: CallContext;
}

export interface AttemptResult {
  readonly next: SyncRecord;
  readonly result: PartnerResult;
  /** A failure of the hub, to be thrown once the attempt has ended. */
  readonly thrown?: unknown;
}

/** What the attempt leads to: how the record continues, whatever has happened to it meanwhile. */
interface Conclusion {
  readonly proceed: (record: SyncRecord, nowMs: number) => SyncRecord;
  readonly step?: Step;
  readonly result: PartnerResult;
  readonly thrown?: unknown;
}

/** Runs one attempt under its lease and records what it led to. */
export function createAttempt<S extends Subject>({ port, store, clock, random }: SyncMachineOptions<S>) {
  const taken = (step: Step): Conclusion => ({
    step,
    proceed: (record, nowMs) => stepTaken(record, step, nowMs),
    result: { kind: 'success' },
  });

  const linked = ({ synced }: BegunAttempt<S>, step: Step): Conclusion => ({
    ...taken(step),
    proceed: (record, nowMs) => linkChecked(record, step, synced.subject.revision, nowMs),
  });

  /** After an earlier attempt: the outcome if the step has happened, or if it is too early to act. */
  const look = async (begun: BegunAttempt<S>): Promise<Conclusion | undefined> => {
    const { before, work, context } = begun;
    if (before.in_doubt) return resolveDoubt(begun);
    if (before.intent !== work.intent || before.attempts === 0) return undefined;
    const found = await work.look?.(context);
    return found && taken(found);
  };

  const resolveDoubt = async ({ synced, before, work, context }: BegunAttempt<S>): Promise<Conclusion | undefined> => {
    if (before.linked_document_id !== null) return undefined;
    if (!work.look) {
      const failure = { state: 'unknown', error: OUTCOME_UNKNOWN, revision: synced.subject.revision } as const;
      return {
        proceed: (record, nowMs) => attemptFailed(record, failure, doubtOf(before), nowMs),
        result: { kind: 'neutral' },
      };
    }
    // Only a search that begins after the doubt proves that there is nothing: the call may take effect during a search.
    const mayStillTakeEffect = before.in_doubt_until > clock();
    const found = before.intent === work.intent ? await work.look(context) : undefined;
    if (found) return taken(found);
    if (mayStillTakeEffect) return stillInDoubt(before, work.limits.inDoubtMs);
    return onlyLooks(before, work.intent, synced.subject.revision) ? doubtEnded(before) : undefined;
  };

  /** Looking again is not an attempt. */
  const stillInDoubt = (before: SyncRecord, inDoubtMs: number): Conclusion => {
    const lookAgainAt = clock() + Math.max(LOOK_EVERY_MS, inDoubtMs / MAX_LOOKS);
    const nextAttemptAt = Math.ceil(Math.min(before.in_doubt_until, lookAgainAt));
    return {
      proceed: (record, nowMs) => {
        const error = before.last_error ?? IN_DOUBT;
        const next = attemptPostponed(record, error, { ...doubtOf(before), nextAttemptAt }, nowMs);
        return { ...next, attempts: before.attempts };
      },
      result: { kind: 'neutral' },
    };
  };

  /** The step has not happened and can't happen any more: the next pass plans anew from the subject. */
  const doubtEnded = (before: SyncRecord): Conclusion => ({
    proceed: (record, nowMs) => attemptPostponed(record, before.last_error, { ...NO_DOUBT, nextAttemptAt: 0 }, nowMs),
    result: { kind: 'neutral' },
  });

  const run = async (begun: BegunAttempt<S>): Promise<Conclusion> => {
    let hasActed = false;
    try {
      const looked = await look(begun);
      if (looked) return looked;
      // Only this call can leave the step in doubt.
      hasActed = true;
      const step = await begun.work.act(begun.context);
      return begun.before.linked_document_id === null ? taken(step) : linked(begun, step);
    } catch (error) {
      return afterError(begun, error, hasActed);
    }
  };

  const afterError = ({ synced, before, work }: BegunAttempt<S>, error: unknown, hasActed: boolean): Conclusion => {
    const earlier = doubtOf(before);
    const failureOf = (cause: SyncError) =>
      ({ state: 'failed', error: cause, revision: synced.subject.revision }) as const;
    if (error instanceof PermanentError) {
      return {
        proceed: (record, nowMs) => attemptFailed(restored(record, before), failureOf(error), earlier, nowMs),
        result: { kind: 'neutral' },
      };
    }
    if (error instanceof IntegrationError) {
      return {
        proceed: (record, nowMs) => postponed(record, before, error, { ...earlier, nextAttemptAt: 0 }, nowMs),
        result: { kind: 'paused', error },
      };
    }
    const effectUnknown = hasActed && (!(error instanceof RetryableError) || error.effect === 'unknown');
    const doubt: Doubt = {
      inDoubt: earlier.inDoubt || effectUnknown,
      inDoubtUntil: Math.max(earlier.inDoubtUntil, effectUnknown ? clock() + work.limits.inDoubtMs + CLOCK_SKEW_MS : 0),
    };
    if (!(error instanceof RetryableError)) {
      return {
        proceed: (record, nowMs) => attemptPostponed(record, HUB_FAILED, { ...doubt, nextAttemptAt: 0 }, nowMs),
        result: { kind: 'neutral' },
        // The message's own receives lead to the dead-letter queue.
        thrown: error,
      };
    }
    const result: PartnerResult = error.partnerDown
      ? { kind: 'failure', error, retryAfterSeconds: error.retryAfterSeconds }
      : { kind: 'neutral' };
    if (error.code === 'sync.out_of_time') {
      return {
        proceed: (record, nowMs) => postponed(record, before, null, { ...doubt, nextAttemptAt: 0 }, nowMs),
        result,
      };
    }
    return {
      proceed: (record, nowMs) => {
        const attempts = record.attempts - record.attempts_before_retry;
        if (attempts >= MAX_ATTEMPTS) return attemptFailed(record, failureOf(error), doubt, nowMs);
        const delay = Math.ceil(backoffMs(attempts, error.retryAfterSeconds, random()));
        return attemptPostponed(record, error, { ...doubt, nextAttemptAt: nowMs + delay }, nowMs);
      },
      result,
    };
  };

  /** Saves the outcome. Another writer may change subject or record meanwhile: the outcome is applied to what it left. */
  const save = async ({ synced }: BegunAttempt<S>, { proceed, step }: Conclusion): Promise<SyncRecord> => {
    let seen = synced;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
      const next = proceed(seen.record, clock());
      const learned = step?.document && port.learned?.(seen.subject, step.document, Math.floor(clock() / 1000));
      const saved = learned ? await store.saveLearned(seen, next, learned) : await store.saveRecord(seen.record, next);
      if (saved) return next;
      const latest = await store.load(synced.subject.org_id, synced.subject.id);
      if (latest?.record.lease_owner !== synced.record.lease_owner || latest === undefined) {
        throw new Error('The lease ended before the outcome was saved.');
      }
      seen = latest;
    }
    throw new Error('The outcome could not be saved: the subject keeps changing.');
  };

  return async (begun: BegunAttempt<S>): Promise<AttemptResult> => {
    const conclusion = await run(begun);
    const next = await save(begun, conclusion);
    return { next, result: conclusion.result, thrown: conclusion.thrown };
  };
}

/** The record with the step of an earlier doubt, which this attempt did not end. */
function restored(record: SyncRecord, before: SyncRecord): SyncRecord {
  if (!before.in_doubt) return record;
  return { ...record, intent: before.intent, intent_revision: before.intent_revision, attempts: before.attempts };
}

/** An attempt that did not reach the partner does not count. */
function postponed(
  record: SyncRecord,
  before: SyncRecord,
  error: SyncError | null,
  when: Doubt & { readonly nextAttemptAt: number },
  nowMs: number,
): SyncRecord {
  const next = attemptPostponed(record, error ?? before.last_error, when, nowMs);
  return { ...next, intent: before.intent, intent_revision: before.intent_revision, attempts: before.attempts };
}
