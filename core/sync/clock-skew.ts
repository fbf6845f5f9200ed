/**
 * How far the clocks of two execution environments may differ, and an invocation outlive its time-out: what one of them has
 * to wait for lasts this much longer.
 */
export const CLOCK_SKEW_MS = 5_000;
