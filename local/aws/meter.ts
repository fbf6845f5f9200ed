import type { Caller, Usage } from './service.ts';

/** Totals by caller, service and action; each counts `requests` at least. */
export type MeterReport = Record<string, Record<string, Record<string, Record<string, number>>>>;

export interface Meter {
  /** Adds one request and its usage. */
  record(caller: Caller, service: string, action: string, usage?: Usage): void;
  /** A copy of the totals since the start or the last reset. */
  report(): MeterReport;
  reset(): void;
}

/** Totals the usage that AWS would bill. */
export function createMeter(): Meter {
  let totals: MeterReport = {};

  return {
    record: ({ name }, service, action, usage = {}) => {
      totals[name] ??= {};
      totals[name][service] ??= {};
      totals[name][service][action] ??= {};
      const total = totals[name][service][action];
      for (const [unit, amount] of Object.entries({ requests: 1, ...usage })) total[unit] = (total[unit] ?? 0) + amount;
    },
    report: () => structuredClone(totals),
    reset: () => {
      totals = {};
    },
  };
}
