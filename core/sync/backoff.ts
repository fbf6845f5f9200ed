/** Waits between attempts, in milliseconds. */
const FIRST_DELAY_MS = 1_000;
/** SQS can hold a message back for 15 minutes at most; longer waits are made of several. */
const LONGEST_DELAY_MS = 900_000;

/**
 * Exponential back-off with jitter between half and all of the step, so that what failed together does not come back
 * together. A partner's own Retry-After is a lower bound. `random` is in [0, 1).
 */
export function backoffMs(attempts: number, retryAfterSeconds: number | undefined, random: number): number {
  const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.max((retryAfterSeconds ?? 0) * 1000, step * (0.5 + random / 2));
}
