import { MAX_MESSAGE_DELAY_MS } from './message-outcome.ts';

const FIRST_DELAY_MS = 1_000;

/**
 * The wait before the next attempt, in milliseconds: exponential, with jitter between half and all of the step, so that
 * syncs that failed together do not retry together. The partner's Retry-After is a lower bound. `random` is in [0, 1).
 */
export function backoffMs(attempts: number, retryAfterSeconds: number | undefined, random: number): number {
  const step = Math.min(MAX_MESSAGE_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.max((retryAfterSeconds ?? 0) * 1000, step * (0.5 + random / 2));
}
