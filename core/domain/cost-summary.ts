import type { CostEntry } from './costs.ts';
import { toDecimal } from './money.ts';

export const COST_GROUPS = ['ticket', 'project', 'cost_center', 'budget_code', 'vendor'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

const FIELD = {
  ticket: 'ticket_id',
  project: 'project',
  cost_center: 'cost_center',
  budget_code: 'budget_code',
  vendor: 'vendor',
} as const satisfies Readonly<Record<CostGroup, keyof CostEntry>>;

/** A year's costs; what is requested is of the current year, in which its approval would commit it. */
export interface CostYear {
  readonly year: number;
  readonly current: number;
}

/** What requests cost, per group and currency, by the group's key with the requests without one last (procurement-api 77). */
export function summarizeCosts(entries: readonly CostEntry[], group: CostGroup, within?: CostYear) {
  const groups = new Map<string, CostEntry[]>();
  for (const entry of entries.filter((one) => isWithin(one, within))) {
    const id = JSON.stringify([entry[FIELD[group]], entry.currency]);
    groups.set(id, [...(groups.get(id) ?? []), entry]);
  }
  return [...groups.values()].map((members) => viewGroup(members, group)).sort(byKey);
}

function isWithin({ budget_year }: CostEntry, within: CostYear | undefined): boolean {
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

function viewGroup(members: readonly CostEntry[], group: CostGroup): CostGroupView {
  const [first] = members;
  if (!first) throw new RangeError('A group has at least one request.');
  const { currency } = first;
  const sum = (amountOf: (entry: CostEntry) => number): number =>
    toDecimal(
      members.reduce((total, entry) => total + amountOf(entry), 0),
      currency,
    );
  return {
    key: first[FIELD[group]],
    requested: sum(({ requested_minor }) => requested_minor),
    committed: sum(({ committed_minor }) => committed_minor),
    spent: sum(({ spent_minor }) => spent_minor),
    currency,
    requests: members.length,
  };
}

function byKey(one: CostGroupView, other: CostGroupView): number {
  if (one.key === other.key) return one.currency < other.currency ? -1 : 1;
  if (one.key === null) return 1;
  return other.key === null || one.key < other.key ? -1 : 1;
}
