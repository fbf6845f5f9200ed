import type { CostEntry } from './costs.ts';
import { toDecimal } from './money.ts';
import { type ProcurementRequest, totalMinor } from './procurement-request.ts';

export const COST_GROUPS = ['ticket', 'project', 'cost_center', 'budget_code', 'vendor'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

const FIELD = {
  ticket: 'ticket_id',
  project: 'project',
  cost_center: 'cost_center',
  budget_code: 'budget_code',
  vendor: 'vendor',
} as const satisfies Readonly<Record<CostGroup, keyof CostEntry & keyof ProcurementRequest>>;

/** What an organization's requests cost. */
export interface Costs {
  /** Of the requests that are approved. */
  readonly entries: readonly CostEntry[];
  /** The requests that are pending approval, or were when they were read: before the entries. */
  readonly pending: readonly ProcurementRequest[];
}

/** A year's costs; what is requested is of the current year, in which its approval would commit it. */
export interface CostYear {
  readonly year: number;
  readonly current: number;
}

/** Of one request. */
interface Cost {
  readonly key: string | null;
  readonly currency: string;
  /** Null until the request is approved. */
  readonly year: number | null;
  readonly requested: number;
  readonly committed: number;
  readonly spent: number;
}

/**
 * What requests cost, per group and currency, by the group's key with the requests without one last (procurement-api 77).
 * A request that was approved between the two reads counts once, as what it has in its budget.
 */
export function summarizeCosts({ entries, pending }: Costs, group: CostGroup, within?: CostYear) {
  const approved = new Set(entries.map(({ request_id }) => request_id));
  const costs = [
    ...entries.map((entry) => costOfEntry(entry, group)),
    ...pending.filter(({ id }) => !approved.has(id)).map((request) => costOfPending(request, group)),
  ];
  const groups = new Map<string, Cost[]>();
  for (const cost of costs.filter((one) => isWithin(one, within))) {
    const id = JSON.stringify([cost.key, cost.currency]);
    const members = groups.get(id);
    if (members) members.push(cost);
    else groups.set(id, [cost]);
  }
  return [...groups.values()].map(viewGroup).sort(byKey);
}

function costOfEntry(entry: CostEntry, group: CostGroup): Cost {
  const { currency, budget_year: year, committed_minor: committed, spent_minor: spent } = entry;
  return { key: entry[FIELD[group]], currency, year, requested: 0, committed, spent };
}

function costOfPending(request: ProcurementRequest, group: CostGroup): Cost {
  const requested = totalMinor(request.items);
  return { key: request[FIELD[group]], currency: request.currency, year: null, requested, committed: 0, spent: 0 };
}

function isWithin({ year }: Cost, within: CostYear | undefined): boolean {
  return within === undefined || (year ?? within.current) === within.year;
}

interface CostGroupView {
  readonly key: string | null;
  readonly requested: number;
  readonly committed: number;
  readonly spent: number;
  readonly currency: string;
  readonly requests: number;
}

function viewGroup(members: readonly Cost[]): CostGroupView {
  const [first] = members;
  if (!first) throw new RangeError('A group has at least one request.');
  const { key, currency } = first;
  const sum = (amount: 'requested' | 'committed' | 'spent'): number =>
    toDecimal(
      members.reduce((total, one) => total + one[amount], 0),
      currency,
    );
  return {
    key,
    requested: sum('requested'),
    committed: sum('committed'),
    spent: sum('spent'),
    currency,
    requests: members.length,
  };
}

function byKey(one: CostGroupView, other: CostGroupView): number {
  if (one.key === other.key) return one.currency < other.currency ? -1 : 1;
  if (one.key === null) return 1;
  return other.key === null || one.key < other.key ? -1 : 1;
}
