import { backoffMs } from './backoff.ts';
import { CLOCK_SKEW_MS } from './clock-skew.ts';
import { ANSWERED, type BegunAttempt, type Conclusion, NEUTRAL, postponed, withStepOf } from './conclusion.ts';
import { IntegrationError, PermanentError, RetryableError, type SyncError } from './errors.ts';
import { attemptFailed, attemptPostponed, type Doubt, doubtOf } from './sync-attempts.ts';

/** After this many attempts since a person's last retry the sync needs attention; that is most of a day. */
const MAX_ATTEMPTS = 100;

const HUB_FAILED: SyncError = {
  code: 'hub.internal_error',
  message: 'The hub failed on this document; the cause is in its log.',
};

/** What an error leads to. Only a failure of `act` can leave the step in doubt. */
export function afterError(
  begun: BegunAttempt,
  error: unknown,
  hasActed: boolean,
  { clock, random }: { readonly clock: () => number; readonly random: () => number },
): Conclusion {
  if (error instanceof PermanentError) return afterPermanentError(begun, error);
  if (error instanceof IntegrationError) return afterIntegrationError(begun, error);
  const effectUnknown = hasActed && (!(error instanceof RetryableError) || error.effect === 'unknown');
  const doubt = effectUnknown ? doubtFrom(begun, clock()) : doubtOf(begun.before);
  return error instanceof RetryableError ? afterRetryableError(begun, error, doubt, random) : afterDefect(error, doubt);
}

/** The doubt about a call that was cut off at `nowMs`. */
function doubtFrom({ before, work }: BegunAttempt, nowMs: number): Doubt {
  const inDoubtUntil = nowMs + work.limits.inDoubtMs + CLOCK_SKEW_MS;
  return { in_doubt: true, in_doubt_until: Math.max(before.in_doubt_until, inDoubtUntil) };
}

function afterPermanentError({ synced, before }: BegunAttempt, error: PermanentError): Conclusion {
  const recorded = before.linked_document_id === null ? error : linkFailed(before.linked_document_id, error);
  const failure = { state: 'failed', error: recorded, revision: synced.subject.revision } as const;
  return {
    proceed: (record, nowMs) => {
      // The step of an earlier doubt, which this attempt did not end, stays on record.
      const known = before.in_doubt ? withStepOf(before, record) : record;
      return attemptFailed(known, failure, doubtOf(before), nowMs);
    },
    result: ANSWERED,
  };
}

function linkFailed(documentId: string, { message }: PermanentError): SyncError {
  const advice = 'Link another document; a retry gives up the link.';
  return { code: 'sync.link_failed', message: `${documentId} can't be linked: ${message} ${advice}` };
}

function afterIntegrationError({ before }: BegunAttempt, error: IntegrationError): Conclusion {
  return postponed(before, error, { ...doubtOf(before), next_attempt_at: 0 }, { kind: 'paused', error });
}

function afterDefect(error: unknown, doubt: Doubt): Conclusion {
  return {
    proceed: (record, nowMs) => attemptPostponed(record, HUB_FAILED, { ...doubt, next_attempt_at: 0 }, nowMs),
    result: NEUTRAL,
    // The message's own receives lead to the dead-letter queue.
    thrown: error,
  };
}

function afterRetryableError(
  { synced, before }: BegunAttempt,
  { code, message, partnerDown, retryAfterSeconds }: RetryableError,
  doubt: Doubt,
  random: () => number,
): Conclusion {
  if (code === 'sync.out_of_time') return postponed(before, before.last_error, { ...doubt, next_attempt_at: 0 });
  const error: SyncError = { code, message };
  const failure = { state: 'failed', error, revision: synced.subject.revision } as const;
  return {
    proceed: (record, nowMs) => {
      const attempts = record.attempts - record.attempts_before_retry;
      if (attempts >= MAX_ATTEMPTS) return attemptFailed(record, failure, doubt, nowMs);
      const delay = Math.ceil(backoffMs(attempts, retryAfterSeconds, random()));
      return attemptPostponed(record, error, { ...doubt, next_attempt_at: nowMs + delay }, nowMs);
    },
    result: partnerDown ? { kind: 'failure', error, retryAfterSeconds } : NEUTRAL,
  };
}
