import type { Caller, Usage } from './service.ts';

/** Totals by caller, service and action; every one has at least `requests`. */
export type MeterReport = Record<string, Record<string, Record<string, Record<string, number>>>>;

export interface Meter {
  /** Counts one request and adds what it used. */
  record(caller: Caller, service: string, action: string, usage?: Usage): void;
  /** The totals since the start or the last reset, as a copy. */
  report(): MeterReport;
  reset(): void;
}

/** Adds up what every caller used of every service: what a workload would be billed for. */
export function createMeter(): Meter {
  let totals: MeterReport = {};
  const totalOf = (caller: string, service: string, action: string): Record<string, number> => {
    totals[caller] ??= {};
    totals[caller][service] ??= {};
    totals[caller][service][action] ??= { requests: 0 };
    return totals[caller][service][action];
  };
  return {
    record: (caller, service, action, usage = {}) => {
      const total = totalOf(caller.name, service, action);
      for (const [unit, amount] of Object.entries({ requests: 1, ...usage })) total[unit] = (total[unit] ?? 0) + amount;
    },
    report: () => structuredClone(totals),
    reset: () => {
      totals = {};
    },
  };
}
