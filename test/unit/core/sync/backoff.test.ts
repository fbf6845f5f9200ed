import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '../../../../core/sync/backoff.ts';
import { afterFailure, CLOSED } from '../../../../core/sync/circuit-breaker.ts';

describe('backoff', () => {
  it('doubles from one second to fifteen minutes, with jitter of at most half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const step = Math.min(900_000, 1000 * 2 ** (attempts - 1));
          const delay = backoffMs(attempts, undefined, random);
          expect(delay).toBeGreaterThanOrEqual(step / 2);
          expect(delay).toBeLessThanOrEqual(step);
        },
      ),
    );
  });

  it('is never shorter than the partner’s Retry-After', () => {
    expect(backoffMs(1, 120, 0)).toBe(120_000);
    expect(backoffMs(9, 1, 0.999)).toBeGreaterThan(1000);
  });
});

describe('the circuit breaker', () => {
  const fail = (times: number) =>
    Array.from({ length: times }).reduce<typeof CLOSED>((b) => afterFailure(b, undefined, 1000), CLOSED);

  it('opens at the fifth failure in a row and again at each failed probe', () => {
    expect(fail(4).open_until).toBe(0);
    expect(fail(5).open_until).toBe(11_000);
    expect(afterFailure(fail(5), undefined, 50_000).open_until).toBe(60_000);
  });

  it('opens at once for the partner’s Retry-After, and never closes early', () => {
    expect(afterFailure(CLOSED, 120, 1000)).toEqual({ failures: 1, open_until: 121_000 });
    expect(afterFailure({ failures: 1, open_until: 121_000 }, 2, 2000).open_until).toBe(121_000);
  });
});
