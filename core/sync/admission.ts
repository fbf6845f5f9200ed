import {
  breakerOf,
  closed,
  failed,
  type IntegrationLimits,
  type IntegrationState,
  inFlightOf,
  isBlocked,
  paused,
} from './integration-state.ts';
import { MAX_MESSAGE_DELAY_MS } from './message-outcome.ts';
import type { Reason } from './recorded-error.ts';

/** Unused requests of this time may be sent at once. */
const BURST_MS = 1_000;

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

/** What an attempt tells of the partner as a whole: `answered` that it works, if it was asked at all; `neutral` nothing. */
export type PartnerResult =
  | { readonly kind: 'success' | 'answered' | 'neutral' }
  | {
      readonly kind: 'failure';
      readonly error: Reason;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'paused'; readonly error: Reason };

/** An attempt that has ended. The rate counts requests; the first one is counted on admission. */
export interface EndedAttempt {
  readonly owner: string;
  readonly requests: number;
  readonly result: PartnerResult;
}

/** The state after an attempt. */
export function released(
  state: IntegrationState,
  { requestsPerSecond }: IntegrationLimits,
  { owner, requests, result }: EndedAttempt,
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
    case 'answered':
      return requests > 0 ? closed(next, nowMs) : next;
    case 'success':
      return { ...closed(next, nowMs), last_success_at: nowMs };
    case 'failure':
      return failed(next, result, nowMs);
    case 'paused':
      return paused(next, result.error, nowMs);
  }
}
