import table from '../prices.json' with { type: 'json' };

export type PriceName = keyof typeof table.prices;

/** How much there is of what AWS bills. */
export type Quantities = Readonly<Partial<Record<PriceName, number>>>;

/** The columns of the bill. */
export const SERVICES = {
  'HTTP API': ['apiRequest'],
  Lambda: ['invocation'],
  DynamoDB: ['readUnit', 'writeUnit'],
  EventBridge: ['event', 'archivedByte'],
  SQS: ['queueRequest'],
  Secrets: ['secretCall', 'secretMonth'],
  Logs: ['logByte'],
  CloudWatch: ['alarmMonth', 'metricMonth', 'dashboardMonth'],
  KMS: ['keyMonth'],
} as const satisfies Readonly<Record<string, readonly PriceName[]>>;

/** What is not metered but assumed, so it stays apart from the sum: see assumptions.ts. */
export const ASSUMED_SERVICES = {
  'Lambda time': ['gbSecond'],
} as const satisfies Readonly<Record<string, readonly PriceName[]>>;

export type Service = keyof typeof SERVICES | keyof typeof ASSUMED_SERVICES;

export interface Cost {
  readonly services: Readonly<Partial<Record<Service, number>>>;
  /** Of what is metered. */
  readonly metered: number;
  readonly assumed: number;
}

function dollars(quantities: Quantities, names: readonly PriceName[]): number {
  return names.reduce(
    (sum, name) => sum + ((quantities[name] ?? 0) * table.prices[name].usd) / table.prices[name].per,
    0,
  );
}

function bill(quantities: Quantities, services: Readonly<Record<string, readonly PriceName[]>>): [string, number][] {
  return Object.entries(services).map(([service, names]) => [service, dollars(quantities, names)]);
}

/** What the quantities cost, `times` over. */
export function costOf(quantities: Quantities, times = 1): Cost {
  const metered = bill(quantities, SERVICES);
  const assumed = bill(quantities, ASSUMED_SERVICES);
  const sum = (entries: readonly [string, number][]): number =>
    entries.reduce((total, [, usd]) => total + usd, 0) * times;
  const services = [...metered, ...assumed]
    .filter(([, usd]) => usd > 0)
    .map(([service, usd]) => [service, usd * times]);
  return { services: Object.fromEntries(services), metered: sum(metered), assumed: sum(assumed) };
}

export function plus(one: Quantities, other: Quantities): Quantities {
  const names = new Set([...Object.keys(one), ...Object.keys(other)].filter(isPriceName));
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

export function scaled(quantities: Quantities, factor: number): Quantities {
  return Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, quantity * factor]));
}

function isPriceName(name: string): name is PriceName {
  return Object.hasOwn(table.prices, name);
}
