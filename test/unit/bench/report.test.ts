import { describe, expect, it } from '@jest/globals';
import { goals } from '../../../bench/report/goals.ts';
import { renderReport } from '../../../bench/report/index.ts';
import { type Sample, toRow } from '../../../bench/report/row.ts';
import { figure, textTable } from '../../../bench/report/text-table.ts';

const CPU = { total: 30, main: 10, functions: 15 };

function round(perSecond: number, latencies: readonly number[], approvals: ReadonlyMap<string, number> = new Map()) {
  return { perSecond, milliseconds: 1000, latencies, cpu: CPU, approvals };
}

const CREATES: Sample = {
  work: 'create',
  connections: 50,
  rounds: [
    { hub: round(100, [10, 20]), floorPerSecond: 1000 },
    // A round that another program disturbed, hub and floor alike.
    { hub: round(20, [50]), floorPerSecond: 200 },
    { hub: round(120, [11, 12]), floorPerSecond: 1000 },
  ],
};

const APPROVALS: Sample = {
  work: 'approve',
  connections: 50,
  rounds: [{ hub: round(60, [3], new Map([['req_1', 1_000]])), floorPerSecond: 1000 }],
};

describe('a row', () => {
  it('has medians of the rounds, and the ratio of rounds that were side by side', () => {
    expect(toRow(CREATES, new Map())).toEqual({
      work: 'create',
      connections: 50,
      rounds: 3,
      perSecond: 100,
      floorPerSecond: 1000,
      ratio: 0.1,
      ratioRange: [0.1, 0.12],
      p50: 12,
      p99: 50,
      cpu: { total: 18, main: 6, functions: 9 },
    });
  });

  it('counts an approval’s time until SAP has the order', () => {
    expect(toRow(APPROVALS, new Map([['req_1', 1_250]])).p50).toBe(250);
  });

  it('fails for an order that SAP does not have', () => {
    expect(() => toRow(APPROVALS, new Map())).toThrow('SAP has no order of req_1');
  });
});

const REPORT = {
  date: '2026-11-21T12:00:00.000Z',
  machine: { processors: 2, model: 'A processor', platform: 'linux x64', node: '24.21.0' },
  rounds: 3,
  secondsPerRound: 1,
  runSeconds: 60,
  rows: [toRow(CREATES, new Map()), toRow(APPROVALS, new Map([['req_1', 1_250]]))],
  memory: { idle: 249, loaded: 1030, loadSeconds: 66 },
  catalogs: [
    {
      ...{ mode: 'async' as const, catalog: 100, products: 1000, acceptedMs: 120, appliedMs: 4_500 },
      ...{ readUnits: 1, writeUnits: 5, dollars: 3.25 },
    },
  ],
  warmStartMs: 900,
  bundles: { largest: 'api', bytes: 543_000, loadMs: 140, clientBytes: 330_000, clientLoadMs: 70, loadRatio: 2 },
};

describe('the goals', () => {
  it('are reached or not by the figures of the run', () => {
    const reached = goals(REPORT).map((goal) => [goal.figure, goal.value, goal.reached]);
    expect(reached).toContainEqual(['create / floor, 50 connections', 0.1, true]);
    expect(reached).toContainEqual(['orders / creates per second', 0.6, true]);
    expect(reached).toContainEqual(['processor time per create, all threads', 18, false]);
    expect(reached).toContainEqual(['memory after 66 s of load', 1030, false]);
    expect(reached).toContainEqual(['warm start', 0.9, true]);
  });

  it('are not reached by a figure that is missing', () => {
    expect(goals({ ...REPORT, rows: [] }).filter(({ value, reached }) => Number.isNaN(value) && reached)).toEqual([]);
  });
});

describe('the report', () => {
  it('shows each row with its figures', () => {
    const lines = renderReport(REPORT).split('\n');
    expect(lines.find((line) => line.startsWith('create '))?.split(/ {2,}/)).toEqual([
      ...['create', '50', '100', '1,000', '0.100', '0.100–0.120', '12.0', '50.0', '6.00', '9.00', '3.00', '18.0'],
    ]);
    expect(lines.find((line) => line.startsWith('async '))?.split(/ {2,}/)).toEqual([
      ...['async', '100', '0.120', '4.50', '1.00', '5.00', '3.25'],
    ]);
    expect(lines.find((line) => line.startsWith('warm start  '))).toMatch(/0\.900 s +≤ 1 s +reached$/);
  });
});

describe('a text table', () => {
  it('aligns names to the left and figures to the right', () => {
    expect(
      textTable([
        ['', 'per s'],
        ['create', '9'],
        ['get', '100'],
      ]),
    ).toEqual(['        per s', 'create      9', 'get       100']);
  });

  it.each([
    [0.0234, '0.023'],
    [2.345, '2.35'],
    [12.34, '12.3'],
    [8729.4, '8,729'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('shows %p as %s', (value, text) => {
    expect(figure(value)).toBe(text);
  });
});
