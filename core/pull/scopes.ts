/** What is pulled from ERPs, in the order in which a full sync does it: orders refer to what comes before them. */
export const PULL_SCOPES = ['vendors', 'budgets', 'purchase_orders', 'catalogs'] as const;
export type PullScope = (typeof PULL_SCOPES)[number];

export const JOB_SCOPES = ['full', ...PULL_SCOPES] as const;
export type JobScope = (typeof JOB_SCOPES)[number];

/** The scopes that a job pulls, in their order. */
export function scopesOf(scope: JobScope): readonly PullScope[] {
  return scope === 'full' ? PULL_SCOPES : [scope];
}
