import type { Caller, Usage } from './service.ts';

/** Totals by caller, service and action; each counts `requests` at least. */
export type MeterReport = Record<string, Record<string, Record<string, Record<string, number>>>>;

/** Totals the usage that AWS would bill. */
export class Meter {
  #totals: MeterReport = {};

  /** Adds one request and its usage. */
  record({ name }: Caller, service: string, action: string, usage: Usage = {}): void {
    const totals = this.#totals;
    totals[name] ??= {};
    totals[name][service] ??= {};
    totals[name][service][action] ??= {};
    const total = totals[name][service][action];
    for (const [unit, amount] of Object.entries({ requests: 1, ...usage })) total[unit] = (total[unit] ?? 0) + amount;
  }

  /** A copy of the totals since the start or the last reset. */
  report(): MeterReport {
    return structuredClone(this.#totals);
  }

  reset(): void {
    this.#totals = {};
  }
}
