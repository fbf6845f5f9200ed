import { describe, expect, it } from '@jest/globals';
import { cpuTime, parseDuration, perRequest, residentMegabytes, since } from '../../../bench/measure/process-usage.ts';

describe('cpuTime', () => {
  it('grows with the work of a process, about as fast as the process itself says', () => {
    const [before, own] = [cpuTime(process.pid), process.cpuUsage()];
    while (process.cpuUsage(own).user < 200_000);
    const used = since(before, cpuTime(process.pid));
    expect(used.total).toBeGreaterThanOrEqual(150);
    expect(used.total).toBeLessThan(2_000);
  });
});

describe('residentMegabytes', () => {
  it('is about what the process itself says', () => {
    const ratio = (residentMegabytes(process.pid) * 1e6) / process.memoryUsage.rss();
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.25);
  });
});

describe('perRequest', () => {
  it('divides what all rounds used by their requests', () => {
    const round = { total: 30, main: 10, functions: 15 };
    expect(perRequest([round, round], 10)).toEqual({ total: 6, main: 2, functions: 3 });
  });
});

describe('parseDuration', () => {
  it.each([
    ['0:01.25', 1_250],
    ['12:34', 754_000],
    ['1:00:01', 3_601_000],
    ['2-00:00:01', 172_801_000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
