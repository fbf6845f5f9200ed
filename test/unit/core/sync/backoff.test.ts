import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '../../../../core/sync/backoff.ts';

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
