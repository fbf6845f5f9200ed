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

type Cost = Pick<CostEntry, (typeof FIELD)[CostGroup] | 'currency' | 'committed_minor' | 'spent_minor'> & {
  /** Null until the request is approved. */
  readonly budget_year: number | null;
  readonly requested_minor: number;
};

/**
 * What requests cost, per group and currency, by the group's key with the requests without one last (procurement-api 77).
 * A request that was approved between the two reads counts once, as what it has in its budget.
 */
export function summarizeCosts({ entries, pending }: Costs, group: CostGroup, within?: CostYear) {
  const approved = new Set(entries.map(({ request_id }) => request_id));
  const costs: Cost[] = [
    ...entries.map((entry) => ({ ...entry, requested_minor: 0 })),
    ...pending.filter(({ id }) => !approved.has(id)).map(costOfPending),
  ];
  const groups = new Map<string, Cost[]>();
  for (const cost of costs.filter((one) => isWithin(one, within))) {
    const id = JSON.stringify([cost[FIELD[group]], cost.currency]);
    const members = groups.get(id);
    if (members) members.push(cost);
    else groups.set(id, [cost]);
  }
  return [...groups.values()].map((members) => viewGroup(members, group)).sort(byKey);
}

function costOfPending(request: ProcurementRequest): Cost {
  return { ...request, requested_minor: totalMinor(request.items), committed_minor: 0, spent_minor: 0 };
}

function isWithin({ budget_year }: Cost, within: CostYear | undefined): boolean {
  return within === undefined || (budget_year ?? within.current) === within.year;
}

interface CostGroupView {
  readonly key: string | null;
  readonly requested: number;
  readonly committed: number;
  readonly spent: number;
  readonly currency: string;
  readonly requests: number;
}

function viewGroup(members: readonly Cost[], group: CostGroup): CostGroupView {
  const [first] = members;
  if (!first) throw new RangeError('A group has at least one request.');
  const { currency } = first;
  const sum = (amount: 'requested' | 'committed' | 'spent'): number =>
    toDecimal(
      members.reduce((total, one) => total + one[`${amount}_minor`], 0),
      currency,
    );
  return {
    key: first[FIELD[group]],
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
