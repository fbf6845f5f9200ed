/** What is pulled from ERPs. */
export const PULL_SCOPES = ['vendors', 'budgets', 'purchase_orders', 'catalogs'] as const;
export type PullScope = (typeof PULL_SCOPES)[number];

export const JOB_SCOPES = ['full', ...PULL_SCOPES] as const;
export type JobScope = (typeof JOB_SCOPES)[number];

/** Budgets come after orders: what has arrived of an order is among the actual figures of its cost center. */
const FULL: readonly PullScope[] = ['vendors', 'purchase_orders', 'budgets', 'catalogs'];

/** The scopes that a job pulls, in their order. */
export function scopesOf(scope: JobScope): readonly PullScope[] {
  return scope === 'full' ? FULL : [scope];
}
