import { type EndedAttempt, released } from './admission.ts';
import { type IntegrationLimits, type IntegrationState, paused } from './integration-state.ts';
import type { Reason } from './recorded-error.ts';
import type { SyncStore } from './sync-store.ts';

type IntegrationStore = Pick<SyncStore<never>, 'loadIntegration' | 'saveIntegration'>;

const MAX_CONFLICTS = 20;

/**
 * Changes an integration's state, which other consumers change too. `first` is the state as it was read already. Returns
 * undefined when the others are always faster.
 */
export async function updateIntegration<Result extends { readonly state: IntegrationState }>(
  store: IntegrationStore,
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

/** Pauses an integration until a person resumes it. */
export async function pauseIntegration(
  store: IntegrationStore,
  orgId: string,
  reason: Reason,
  clock: () => number,
): Promise<void> {
  await updateIntegration(store, orgId, (state) => ({ state: paused(state, reason, clock()) }));
}

/** Gives back an attempt's slot, with what the attempt tells of the partner. A slot that is not released ends with its time. */
export async function releaseSlot(
  store: IntegrationStore,
  orgId: string,
  limits: IntegrationLimits,
  attempt: EndedAttempt,
  clock: () => number,
): Promise<void> {
  await updateIntegration(store, orgId, (state) => ({ state: released(state, limits, attempt, clock()) }));
}
