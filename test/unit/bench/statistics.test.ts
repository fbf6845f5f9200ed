import { describe, expect, it } from '@jest/globals';
import { median, percentile } from '../../../bench/measure/statistics.ts';

describe('percentile', () => {
  it('is the value at the nearest rank, in any order', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 50, 99, 100]);
  });

  it('is the largest value where there are few', () => {
    expect(percentile([3, 1, 2], 0.99)).toBe(3);
  });

  it('is no number without values', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('median', () => {
  it.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('is no number without values', () => {
    expect(median([])).toBeNaN();
  });
});
