import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit, released } from '../../../../core/sync/admission.ts';
import {
  breakerOf,
  type IntegrationState,
  inFlightOf,
  NEW_INTEGRATION_STATE,
  paused,
  resumed,
} from '../../../../core/sync/integration-state.ts';
import { MAX_MESSAGE_DELAY_MS } from '../../../../core/sync/message-outcome.ts';

const limits = { requestsPerSecond: 10, maxInFlight: 3, inDoubtMs: 600_000 };
const NOW = 1_771_920_000_000;
const failure = (retryAfterSeconds?: number) =>
  ({ kind: 'failure', error: { code: 'sap.http_503', message: 'down' }, retryAfterSeconds }) as const;

function afterAttempt(state: IntegrationState, result: Parameters<typeof released>[2]['result'], nowMs = NOW) {
  return released(state, limits, { owner: 'lease_1', requests: 1, result }, nowMs);
}

describe('the circuit breaker', () => {
  const fail = (times: number) =>
    Array.from({ length: times }).reduce<IntegrationState>(
      (state) => afterAttempt(state, failure()),
      NEW_INTEGRATION_STATE,
    );

  it('opens at the fifth failure in a row and again at each failed probe', () => {
    expect(breakerOf(fail(4), NOW)).toBe('closed');
    expect(fail(5).open_until).toBe(NOW + 10_000);
    expect(breakerOf(fail(5), NOW + 9_999)).toBe('open');
    expect(breakerOf(fail(5), NOW + 10_000)).toBe('half_open');
  });

  it('stays open twice as long after each failed probe, up to about five minutes', () => {
    let state = fail(5);
    const pauses: number[] = [];
    for (let probe = 0; probe < 7; probe++) {
      const now = state.open_until;
      state = afterAttempt(state, failure(), now);
      pauses.push((state.open_until - now) / 1000);
    }
    expect(pauses).toEqual([20, 40, 80, 160, 320, 320, 320]);
  });

  it('counts attempts once that were in flight together when it opened', () => {
    const late = afterAttempt(fail(5), failure(), NOW + 9_000);
    expect(late.open_until).toBe(NOW + 19_000);
    expect(late.failures).toBe(5);
  });

  it('opens at once for the partner’s Retry-After, and never closes early', () => {
    const waiting = afterAttempt(NEW_INTEGRATION_STATE, failure(120));
    expect(waiting.open_until).toBe(NOW + 120_000);
    expect(afterAttempt(waiting, failure(2)).open_until).toBe(NOW + 120_000);
    expect(afterAttempt(waiting, { kind: 'success' }).open_until).toBe(NOW + 120_000);
  });

  it('closes with a success, and says when that was', () => {
    expect(afterAttempt(fail(5), { kind: 'success' }, NOW + 20_000)).toMatchObject({
      failures: 0,
      open_until: 0,
      last_success_at: NOW + 20_000,
    });
  });

  it('closes when the partner answers, and not when it was not asked', () => {
    const answered = (requests: number) =>
      released(fail(5), limits, { owner: 'lease_1', requests, result: { kind: 'answered' } }, NOW + 20_000);
    expect(answered(1)).toMatchObject({ failures: 0, last_success_at: null });
    expect(answered(0)).toMatchObject({ failures: 5 });
  });

  it('lets one attempt at a time probe a partner that was down', () => {
    const first = admit(fail(5), limits, { owner: 'lease_1', until: NOW + 60_000 }, NOW + 10_000);
    expect(first.waitUntil).toBeUndefined();
    const second = admit(first.state, limits, { owner: 'lease_2', until: NOW + 60_000 }, NOW + 10_000);
    expect(second.waitUntil).toBeGreaterThan(NOW + 10_000);
  });
});

describe('admission', () => {
  it('keeps the number in flight, and takes back the slots of attempts that are lost', () => {
    const owners = ['lease_1', 'lease_2', 'lease_3', 'lease_4'];
    let state = NEW_INTEGRATION_STATE;
    const waits = owners.map((owner) => {
      const admission = admit(state, limits, { owner, until: NOW + 31_000 }, NOW);
      state = admission.state;
      return admission.waitUntil !== undefined;
    });
    expect(waits).toEqual([false, false, false, true]);
    expect(inFlightOf(state, NOW)).toBe(3);
    expect(admit(state, limits, { owner: 'lease_5', until: NOW + 62_000 }, NOW + 31_000).waitUntil).toBeUndefined();
  });

  it('never exceeds the rate by more than a second’s worth, whoever asks when', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }), (pauses) => {
        let state = NEW_INTEGRATION_STATE;
        let now = NOW;
        let admitted = 0;
        for (const pause of pauses) {
          now += pause;
          const admission = admit(state, { ...limits, maxInFlight: 1000 }, { owner: `lease_${now}`, until: now }, now);
          state = admission.state;
          if (admission.waitUntil === undefined) admitted++;
          else expect(admission.waitUntil).toBeGreaterThan(now);
        }
        expect(admitted).toBeLessThanOrEqual(((now - NOW) / 1000) * 10 + 11);
      }),
    );
  });

  it('spreads those who wait at the rate, so that they do not all come back at once', () => {
    let state: IntegrationState = { ...NEW_INTEGRATION_STATE, next_attempt_at: NOW + 1000 };
    const times = Array.from({ length: 5 }, () => {
      const admission = admit(state, limits, { owner: 'lease_1', until: NOW }, NOW);
      state = admission.state;
      return (admission.waitUntil ?? 0) - NOW;
    });
    expect(times).toEqual([1100, 1200, 1300, 1400, 1500]);
  });

  it('lets nobody wait longer than a message can, however many have asked', () => {
    let state: IntegrationState = { ...NEW_INTEGRATION_STATE, next_attempt_at: NOW + 1000 };
    for (let asked = 0; asked < 20_000; asked++)
      ({ state } = admit(state, limits, { owner: 'lease_1', until: NOW }, NOW));
    const { waitUntil } = admit(state, limits, { owner: 'lease_1', until: NOW }, NOW);
    expect(waitUntil).toBe(NOW + MAX_MESSAGE_DELAY_MS);
  });

  it('counts every request of an attempt against the rate', () => {
    const { state } = admit(NEW_INTEGRATION_STATE, limits, { owner: 'lease_1', until: NOW + 31_000 }, NOW);
    const next = released(state, limits, { owner: 'lease_1', requests: 16, result: { kind: 'success' } }, NOW);
    expect(next.next_attempt_at).toBe(NOW - 1000 + 1600);
    expect(next.in_flight).toEqual({});
  });
});

describe('a pause', () => {
  it('keeps its first reason, and ends with one probe', () => {
    const first = paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'wrong password' }, NOW);
    const second = paused(first, { code: 'integration.disabled', message: 'disabled' }, NOW + 1);
    expect(second.paused).toEqual({ code: 'sap.unauthorized', message: 'wrong password', at: NOW });
    expect(resumed(second, NOW)).toMatchObject({ paused: null, resumed_at: NOW });
    expect(breakerOf(resumed(second, NOW), NOW)).toBe('half_open');
  });

  it('admits nobody', () => {
    const state = paused(NEW_INTEGRATION_STATE, { code: 'sap.unauthorized', message: 'wrong password' }, NOW);
    expect(admit(state, limits, { owner: 'lease_1', until: NOW + 31_000 }, NOW)).toEqual({ state });
  });
});
