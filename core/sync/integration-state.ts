import * as z from 'zod';
import { MAX_MESSAGE_DELAY_MS } from './message-outcome.ts';

/**
 * The state of an organization's integration with a partner: circuit breaker, pause, request rate and calls in flight.
 * Times are milliseconds; 0 means none.
 */
export const IntegrationStateSchema = z.object({
  /** Failures of the partner as a whole since its last success. */
  failures: z.int(),
  open_until: z.int(),
  /** Why no call is made until a person resumes the integration. */
  paused: z.object({ code: z.string(), message: z.string(), at: z.int() }).nullable(),
  last_failure: z.object({ code: z.string(), message: z.string(), at: z.int() }).nullable(),
  last_success_at: z.int().nullable(),
  /** When each attempt in flight counts as lost, by its lease owner. */
  in_flight: z.record(z.string(), z.int()),
  /** When the rate permits the next attempt. */
  next_attempt_at: z.int(),
  /** When a person resumed the integration, until the sweep has notified what waits for it. */
  resumed_at: z.int().nullable(),
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
/** Unused requests of this time may be sent at once. */
const BURST_MS = 1_000;

export function breakerOf({ failures, open_until }: IntegrationState, nowMs: number): Breaker {
  if (open_until > nowMs) return 'open';
  return failures >= THRESHOLD ? 'half_open' : 'closed';
}

export function inFlightOf({ in_flight }: IntegrationState, nowMs: number): number {
  return Object.values(in_flight).filter((until) => until > nowMs).length;
}

/** Whether no call may be made: the integration is paused, or its breaker is open. */
export function isBlocked(state: IntegrationState, nowMs: number): boolean {
  return state.paused !== null || breakerOf(state, nowMs) === 'open';
}

export interface Admission {
  readonly state: IntegrationState;
  /** When to ask again; absent when the attempt may begin, or the integration is blocked. */
  readonly waitUntil?: number;
}

/**
 * Admits an attempt, or tells when to ask again: attempts that wait are spread at the partner's rate. While the breaker is
 * half open, one attempt at a time probes the partner. A state that is blocked stays as it is.
 */
export function admit(
  state: IntegrationState,
  { requestsPerSecond, maxInFlight }: IntegrationLimits,
  { owner, until }: { readonly owner: string; readonly until: number },
  nowMs: number,
): Admission {
  if (isBlocked(state, nowMs)) return { state };
  const interval = 1000 / requestsPerSecond;
  const slots = breakerOf(state, nowMs) === 'half_open' ? 1 : maxInFlight;
  if (state.next_attempt_at > nowMs || inFlightOf(state, nowMs) >= slots) {
    const queued = Math.max(state.queued_until, state.next_attempt_at, nowMs) + interval;
    // A message that waits longer comes back early and asks once more: each time would delay all that follow.
    const waitUntil = Math.ceil(Math.min(queued, nowMs + MAX_MESSAGE_DELAY_MS));
    return { state: { ...state, queued_until: waitUntil }, waitUntil };
  }
  const alive = Object.entries(state.in_flight).filter(([, lostAt]) => lostAt > nowMs);
  return {
    state: {
      ...state,
      in_flight: { ...Object.fromEntries(alive), [owner]: until },
      next_attempt_at: Math.ceil(Math.max(state.next_attempt_at, nowMs - BURST_MS) + interval),
    },
  };
}

/** What an attempt tells of the partner as a whole. */
export type PartnerResult =
  | { readonly kind: 'success' | 'neutral' }
  | {
      readonly kind: 'failure';
      readonly error: { readonly code: string; readonly message: string };
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'paused'; readonly error: { readonly code: string; readonly message: string } };

/** The state after an attempt of `requests` requests. The rate counts requests; the first one is counted on admission. */
export function released(
  state: IntegrationState,
  { requestsPerSecond }: IntegrationLimits,
  { owner, requests, result }: { readonly owner: string; readonly requests: number; readonly result: PartnerResult },
  nowMs: number,
): IntegrationState {
  const { [owner]: _, ...in_flight } = state.in_flight;
  const further = Math.max(0, requests - 1) * (1000 / requestsPerSecond);
  const next = {
    ...state,
    in_flight,
    next_attempt_at: Math.ceil(Math.max(state.next_attempt_at, nowMs - BURST_MS) + further),
  };
  switch (result.kind) {
    case 'neutral':
      return next;
    case 'success':
      // A pause that the partner has asked for meanwhile stays.
      return state.open_until > nowMs
        ? { ...next, last_success_at: nowMs }
        : { ...next, failures: 0, open_until: 0, last_success_at: nowMs };
    case 'failure':
      return failed(next, result, nowMs);
    case 'paused':
      return paused(next, result.error, nowMs);
  }
}

/**
 * The breaker opens at the threshold, and at once for the pause that the partner asks for. The failures still count after
 * the pause, so the first failed probe opens it again.
 */
function failed(
  state: IntegrationState,
  {
    error,
    retryAfterSeconds,
  }: {
    readonly error: { readonly code: string; readonly message: string };
    readonly retryAfterSeconds: number | undefined;
  },
  nowMs: number,
): IntegrationState {
  const failures = state.failures + 1;
  const openMs = Math.max(failures >= THRESHOLD ? OPEN_MS : 0, (retryAfterSeconds ?? 0) * 1000);
  return {
    ...state,
    failures,
    open_until: Math.max(state.open_until, openMs > 0 ? nowMs + openMs : 0),
    last_failure: { code: error.code, message: error.message, at: nowMs },
  };
}

/** The integration after an error that every document would meet. The first reason stays. */
export function paused(
  state: IntegrationState,
  { code, message }: { readonly code: string; readonly message: string },
  nowMs: number,
): IntegrationState {
  return { ...state, paused: state.paused ?? { code, message, at: nowMs } };
}

/** The integration after a person resumes it: the next attempt is a probe, alone. */
export function resumed(state: IntegrationState, nowMs: number): IntegrationState {
  return { ...state, paused: null, failures: THRESHOLD, open_until: 0, resumed_at: nowMs };
}
