import { sum } from '../measure/statistics.ts';
import table from '../prices.json' with { type: 'json' };

export type PriceName = keyof typeof table.prices;

/** How much there is of what AWS bills. */
export type Quantities = Readonly<Partial<Record<PriceName, number>>>;

/** What is not metered but assumed, so it stays apart from the sum: see assumptions.ts. */
export const ASSUMED = 'Lambda time';

/** The columns of the bill. */
const SERVICES = {
  'HTTP API': ['apiRequest'],
  Lambda: ['invocation'],
  DynamoDB: ['readUnit', 'writeUnit'],
  EventBridge: ['event', 'archivedByte'],
  SQS: ['queueRequest'],
  S3: ['objectWrite', 'objectRead'],
  Secrets: ['secretCall', 'secretMonth'],
  Logs: ['logByte'],
  CloudWatch: ['alarmMonth', 'metricMonth', 'dashboardMonth'],
  KMS: ['keyMonth'],
  [ASSUMED]: ['gbSecond'],
} as const satisfies Readonly<Record<string, readonly PriceName[]>>;

export type Service = keyof typeof SERVICES;

export interface Cost {
  readonly services: Readonly<Partial<Record<Service, number>>>;
  /** The sum of what is metered. */
  readonly metered: number;
}

/** What the quantities cost, `times` over. */
export function costOf(quantities: Quantities, times = 1): Cost {
  const dollars = (name: PriceName): number =>
    ((quantities[name] ?? 0) * table.prices[name].usd * times) / table.prices[name].per;
  const costs = Object.entries(SERVICES).map(([service, names]) => [service, sum(names.map(dollars))] as const);
  return {
    services: Object.fromEntries(costs.filter(([, usd]) => usd > 0)),
    metered: sum(costs.map(([service, usd]) => (service === ASSUMED ? 0 : usd))),
  };
}

export function plus(one: Quantities, other: Quantities): Quantities {
  const sums: Record<string, number> = { ...one };
  for (const [name, quantity] of Object.entries(other)) sums[name] = (sums[name] ?? 0) + quantity;
  return sums;
}

export function scaled(quantities: Quantities, factor: number): Quantities {
  return Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, quantity * factor]));
}
