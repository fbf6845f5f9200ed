import { backoffMs } from '../sync/backoff.ts';
import { IntegrationError, PermanentError, RetryableError } from '../sync/errors.ts';
import type { Reason } from '../sync/recorded-error.ts';
import { type Job, withAttempt } from './job.ts';

/** A page that fails so often ends the job: with the backoff between them that is more than an hour. */
const MAX_ATTEMPTS = 12;

const HUB_FAILED: Reason = {
  code: 'hub.internal_error',
  message: 'The hub failed on this page; the cause is in its log.',
};

/** What an error leads to: the page is read again later, its scope ends early, or the job does. */
export type AfterError =
  | { readonly kind: 'later'; readonly job: Job; readonly notBefore: number; readonly thrown?: unknown }
  | {
      readonly kind: 'scope failed' | 'job failed';
      readonly job: Job;
      readonly reason: Reason;
      readonly thrown?: unknown;
    };

export function afterPullError(
  before: Job,
  error: unknown,
  { clock, random }: { readonly clock: () => number; readonly random: () => number },
): AfterError {
  if (error instanceof PermanentError) return { kind: 'scope failed', job: before, reason: error };
  if (error instanceof IntegrationError) return { kind: 'job failed', job: before, reason: error };
  const job = withAttempt(before);
  const isOurs = !(error instanceof RetryableError);
  // The message's own receives lead to the dead-letter queue.
  const thrown = isOurs ? { thrown: error } : {};
  if (job.attempts >= MAX_ATTEMPTS) {
    const reason = isOurs
      ? HUB_FAILED
      : { code: error.code, message: `After ${MAX_ATTEMPTS} attempts: ${error.message}` };
    return { kind: 'job failed', job, reason, ...thrown };
  }
  // A page that began late gets the next invocation's whole time.
  if (!isOurs && error.code === 'sync.out_of_time') return { kind: 'later', job, notBefore: 0 };
  const delay = backoffMs(job.attempts, isOurs ? undefined : error.retryAfterSeconds, random());
  return { kind: 'later', job, notBefore: Math.ceil(clock() + delay), ...thrown };
}
