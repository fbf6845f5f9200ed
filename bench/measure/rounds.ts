import { setTimeout } from 'node:timers/promises';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { untilOrdered } from '../hub/bench-hub.ts';
import type { BenchSupplier } from '../hub/supplier.ts';
import { untilApplied } from '../hub/until-applied.ts';
import { generateLoad } from '../load/generate-load.ts';
import { FLOOR_CALLS, hubCalls, PendingRequests, type WorkName } from '../works.ts';
import { type CpuTime, cpuTime, since } from './process-usage.ts';

/** One round of one work at the hub. */
export interface HubRound {
  readonly perSecond: number;
  readonly milliseconds: number;
  readonly latencies: readonly number[];
  readonly cpu: CpuTime;
  /** When each request of the round was approved, in milliseconds since the epoch. */
  readonly approvals: ReadonlyMap<string, number>;
}

export interface Servers {
  readonly hub: HubFile;
  readonly hubPid: number;
  readonly floor: string;
  /** Has the products that are updated. */
  readonly supplier: BenchSupplier;
}

/** A guess for the first round of approvals. */
const FIRST_ORDERS_PER_SECOND = 20;
/** Below this share of one processor a process is idle. */
const IDLE_SHARE = 0.05;
const IDLE_WINDOW_MS = 200;
const IDLE_DEADLINE_MS = 10_000;

/** Rounds against one hub and one floor. */
export class Rounds {
  readonly #servers: Servers;
  readonly #pending = new PendingRequests();
  #ordersPerSecond = FIRST_ORDERS_PER_SECOND;

  constructor(servers: Servers) {
    this.#servers = servers;
  }

  /**
   * A round of approvals approves what the last one ordered in that time, at least one request per connection, and lasts
   * until the last request is ordered. The processor time includes what a round leaves to be done.
   */
  async hub(work: WorkName, connections: number, milliseconds: number): Promise<HubRound> {
    const { hub, hubPid, supplier } = this.#servers;
    const approvals = new Map<string, number>();
    let left = work === 'approve' ? Math.max(connections, (this.#ordersPerSecond * milliseconds) / 1000) : Infinity;
    const nextCall = hubCalls(hub, supplier, this.#pending)[work];
    const before = cpuTime(hubPid);
    const start = performance.now();
    const { latencies, ...result } = await generateLoad({
      url: hub.api,
      connections,
      milliseconds,
      next: () => (left-- > 0 ? nextCall() : undefined),
      onResponse: (response, { path }, sentAt) => {
        if (work === 'create') this.#pending.add(response);
        if (work === 'approve') approvals.set(path.split('/').at(-2) ?? '', sentAt);
      },
    });
    if (latencies.length === 0) throw new Error(`There was no request left to ${work}.`);
    if (work === 'approve') await untilOrdered(hub);
    const duration = work === 'approve' ? performance.now() - start : result.milliseconds;
    const perSecond = (latencies.length / duration) * 1000;
    if (work === 'approve') this.#ordersPerSecond = perSecond;
    if (work === 'availability') await untilApplied(hub);
    await untilIdle(hubPid);
    return { perSecond, milliseconds: duration, latencies, cpu: since(before, cpuTime(hubPid)), approvals };
  }

  /** Requests per second. */
  async floor(work: WorkName, connections: number, milliseconds: number): Promise<number> {
    const result = await generateLoad({
      url: this.#servers.floor,
      connections,
      milliseconds,
      next: () => FLOOR_CALLS[work],
    });
    return (result.latencies.length / result.milliseconds) * 1000;
  }
}

/** Resolves when the process has nothing to do, so that the next round is not slowed by the one before; at a deadline anyway. */
export async function untilIdle(pid: number): Promise<void> {
  const end = performance.now() + IDLE_DEADLINE_MS;
  let last = cpuTime(pid);
  while (performance.now() < end) {
    await setTimeout(IDLE_WINDOW_MS);
    const now = cpuTime(pid);
    if (now.total - last.total <= IDLE_SHARE * IDLE_WINDOW_MS) return;
    last = now;
  }
}
