import * as z from 'zod/mini';
import { type Reason, RecordedErrorSchema, recordedAt } from './recorded-error.ts';

/**
 * The state of an organization's integration with a partner: circuit breaker, pause, request rate and calls in flight.
 * Times are milliseconds; 0 means none.
 */
export const IntegrationStateSchema = z.object({
  /** Failures of the partner as a whole since its last success. */
  failures: z.int(),
  open_until: z.int(),
  /** Why no call is made until a person resumes the integration. */
  paused: z.nullable(RecordedErrorSchema),
  last_failure: z.nullable(RecordedErrorSchema),
  last_success_at: z.nullable(z.int()),
  /** When each attempt in flight counts as lost, by its lease owner. */
  in_flight: z.record(z.string(), z.int()),
  /** When the rate permits the next attempt. */
  next_attempt_at: z.int(),
  /** When a person resumed the integration, until the sweep has notified what waits for it. */
  resumed_at: z.nullable(z.int()),
  /** When the last of the attempts that wait for the rate is due. */
  queued_until: z.int(),
  /** Counts the writes. */
  version: z.int(),
});
export type IntegrationState = z.infer<typeof IntegrationStateSchema>;

export const NEW_INTEGRATION_STATE: IntegrationState = {
  failures: 0,
  open_until: 0,
  paused: null,
  last_failure: null,
  last_success_at: null,
  in_flight: {},
  next_attempt_at: 0,
  resumed_at: null,
  queued_until: 0,
  version: 0,
};

/** From the integration's settings. */
export interface IntegrationLimits {
  readonly requestsPerSecond: number;
  readonly maxInFlight: number;
  /** How long the partner may still work on a call that was cut off; more than 0. */
  readonly inDoubtMs: number;
}

export type Breaker = 'closed' | 'open' | 'half_open';

const THRESHOLD = 5;
const OPEN_MS = 10_000;
const MAX_DOUBLINGS = 5;

/** Half open: the partner has failed repeatedly and is probed by one attempt at a time. */
export function breakerOf({ failures, open_until }: IntegrationState, nowMs: number): Breaker {
  if (open_until > nowMs) return 'open';
  return failures >= THRESHOLD ? 'half_open' : 'closed';
}

/** The attempts in flight, without those that count as lost. */
export function inFlightOf({ in_flight }: IntegrationState, nowMs: number): number {
  return Object.values(in_flight).filter((until) => until > nowMs).length;
}

/** Whether no call may be made: the integration is paused, or its breaker is open. */
export function isBlocked(state: IntegrationState, nowMs: number): boolean {
  return state.paused !== null || breakerOf(state, nowMs) === 'open';
}

/**
 * The breaker opens at the threshold, and at once for the pause that the partner asks for. The failures still count after
 * the pause, so the first failed probe opens it again, for twice as long as before: a partner that hangs holds each probe
 * until its time-out. Attempts that were in flight together count once.
 */
export function failed(
  state: IntegrationState,
  { error, retryAfterSeconds }: { readonly error: Reason; readonly retryAfterSeconds: number | undefined },
  nowMs: number,
): IntegrationState {
  const failures = state.failures + (breakerOf(state, nowMs) === 'open' ? 0 : 1);
  const doublings = Math.min(MAX_DOUBLINGS, failures - THRESHOLD);
  const openMs = Math.max(doublings < 0 ? 0 : OPEN_MS * 2 ** doublings, (retryAfterSeconds ?? 0) * 1000);
  return {
    ...state,
    failures,
    open_until: Math.max(state.open_until, openMs > 0 ? nowMs + openMs : 0),
    last_failure: recordedAt(error, nowMs),
  };
}

/** The breaker closes when the partner answers. A pause that it has asked for meanwhile stays. */
export function closed(state: IntegrationState, nowMs: number): IntegrationState {
  return breakerOf(state, nowMs) === 'open' ? state : { ...state, failures: 0, open_until: 0 };
}

/** The integration after an error that every document would meet. The first reason stays. */
export function paused(state: IntegrationState, reason: Reason, nowMs: number): IntegrationState {
  return { ...state, paused: state.paused ?? recordedAt(reason, nowMs) };
}

/** The integration after a person resumes it: the next attempt is a probe, alone. */
export function resumed(state: IntegrationState, nowMs: number): IntegrationState {
  return { ...state, paused: null, failures: THRESHOLD, open_until: 0, resumed_at: nowMs };
}
