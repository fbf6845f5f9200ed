import type { IntegrationState } from './integration-state.ts';
import type { SyncStore } from './sync-store.ts';

const MAX_CONFLICTS = 20;

/**
 * Changes an integration's state, which other consumers change too. `first` is the state as it was read already. Returns
 * undefined when the others are always faster.
 */
export async function updateIntegration<Result extends { readonly state: IntegrationState }>(
  store: Pick<SyncStore<never>, 'loadIntegration' | 'saveIntegration'>,
  orgId: string,
  change: (state: IntegrationState) => Result,
  first?: IntegrationState,
): Promise<Result | undefined> {
  let seen = first ?? (await store.loadIntegration(orgId));
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const result = change(seen);
    // A blocked integration admits nobody: saving that would only make others repeat their saves.
    if (result.state === seen) return result;
    if (await store.saveIntegration(orgId, seen, result.state)) return result;
    seen = await store.loadIntegration(orgId);
  }
  return undefined;
}
