import { type CpuTime, perRequest } from '../measure/process-usage.ts';
import type { HubRound } from '../measure/rounds.ts';
import { median, percentile } from '../measure/statistics.ts';
import type { WorkName } from '../works.ts';

/** What was measured of one work with one number of connections. */
export interface Sample {
  readonly work: WorkName;
  readonly connections: number;
  /** Each round of the hub, and the floor's requests per second in the round that followed it. */
  readonly rounds: readonly { readonly hub: HubRound; readonly floorPerSecond: number }[];
}

/** A row of the table. */
export interface Row {
  readonly work: WorkName;
  readonly connections: number;
  readonly rounds: number;
  readonly perSecond: number;
  readonly floorPerSecond: number;
  /** The median of the rounds' ratios, the smallest and the largest. */
  readonly ratio: number;
  readonly ratioRange: readonly [number, number];
  /** In milliseconds: of the response, or for `approve` from the approval's start to the order at SAP. */
  readonly p50: number;
  readonly p99: number;
  /** In milliseconds per request. */
  readonly cpu: CpuTime;
}

/** Throws for a request that was approved and has no order at SAP. */
export function toRow({ work, connections, rounds }: Sample, orderTimes: ReadonlyMap<string, number>): Row {
  const ratios = rounds.map(({ hub, floorPerSecond }) => hub.perSecond / floorPerSecond);
  const latencies = rounds.flatMap(({ hub }) => (work === 'approve' ? effects(hub, orderTimes) : hub.latencies));
  return {
    work,
    connections,
    rounds: rounds.length,
    perSecond: median(rounds.map(({ hub }) => hub.perSecond)),
    floorPerSecond: median(rounds.map(({ floorPerSecond }) => floorPerSecond)),
    ratio: median(ratios),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpu: perRequest(
      rounds.map(({ hub }) => hub.cpu),
      latencies.length,
    ),
  };
}

function effects({ approvals }: HubRound, orderTimes: ReadonlyMap<string, number>): number[] {
  return [...approvals].map(([id, approvedAt]) => {
    const time = orderTimes.get(id);
    if (time === undefined) throw new Error(`SAP has no order of ${id}, which is ordered.`);
    return time - approvedAt;
  });
}
