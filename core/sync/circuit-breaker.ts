import * as z from 'zod';

/** One per organization and partner: it stops calls to a partner that is down and lets a probe through after a pause. */
export const CircuitBreakerSchema = z.object({ failures: z.int(), open_until: z.int() });
export type CircuitBreaker = z.infer<typeof CircuitBreakerSchema>;

export const CLOSED: CircuitBreaker = { failures: 0, open_until: 0 };

const THRESHOLD = 5;
const OPEN_MS = 10_000;

/**
 * The breaker after a failure of the partner as a whole. It opens at the threshold, and at once for the pause that the
 * partner asks for. The failures still count after the pause, so the first failed probe opens it again.
 */
export function afterFailure(
  breaker: CircuitBreaker,
  retryAfterSeconds: number | undefined,
  nowMs: number,
): CircuitBreaker {
  const failures = breaker.failures + 1;
  const openMs = Math.max(failures >= THRESHOLD ? OPEN_MS : 0, (retryAfterSeconds ?? 0) * 1000);
  return { failures, open_until: Math.max(breaker.open_until, openMs > 0 ? nowMs + openMs : 0) };
}
