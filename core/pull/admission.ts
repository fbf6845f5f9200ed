import { type Admission, admit, type PartnerResult, released } from '../sync/admission.ts';
import type { CountingContext } from '../sync/call-context.ts';
import { CLOCK_SKEW_MS } from '../sync/clock-skew.ts';
import { IntegrationError, PermanentError, RetryableError } from '../sync/errors.ts';
import type { IntegrationLimits } from '../sync/integration-state.ts';
import { updateIntegration } from '../sync/update-integration.ts';
import type { Job, Reason } from './job.ts';
import type { PullMachineOptions } from './pull-store.ts';

/** A page waits this long for the partner's rate; longer waits end the invocation. */
const MAX_WAIT_MS = 2_000;
const CONFLICT_MS = 1_000;

/** Why no page may be read now: the integration is paused, or it is too early. */
export type NotAdmitted = { readonly paused: Reason } | { readonly notBefore: number };

/** Admits each page as the sync machine admits attempts: the partner's rate, calls in flight, breaker and pause hold for both. */
export function createAdmission({ store, clock, random, wait }: PullMachineOptions) {
  const release = async (
    job: Job,
    limits: IntegrationLimits,
    requests: number,
    result: PartnerResult,
  ): Promise<void> => {
    const owner = ownerOf(job);
    // A slot that is not released ends with its time.
    await updateIntegration(store, job.org_id, (state) => ({
      state: released(state, limits, { owner, requests, result }, clock()),
    }));
  };

  const refusalOf = ({ state, waitUntil = 0 }: Admission, endMs: number): NotAdmitted | undefined => {
    if (state.paused) return { paused: state.paused };
    if (state.open_until > clock()) return { notBefore: Math.ceil(state.open_until + random() * 1000) };
    return waitUntil > Math.min(clock(), endMs - 2 * MAX_WAIT_MS) + MAX_WAIT_MS ? { notBefore: waitUntil } : undefined;
  };

  return {
    /** Takes a slot for a page, which `during` gives back; undefined once it is taken. */
    async enter(job: Job, limits: IntegrationLimits, endMs: number): Promise<NotAdmitted | undefined> {
      const slot = { owner: ownerOf(job), until: endMs + CLOCK_SKEW_MS };
      for (;;) {
        const admission = await updateIntegration(store, job.org_id, (state) => admit(state, limits, slot, clock()));
        if (!admission) return { notBefore: clock() + CONFLICT_MS * (1 + random()) };
        const refused = refusalOf(admission, endMs);
        if (refused || admission.waitUntil === undefined) return refused;
        await wait(admission.waitUntil - clock());
      }
    },

    /** Reads a page, and tells the integration how the partner did. */
    async during<Page>(
      job: Job,
      limits: IntegrationLimits,
      context: CountingContext,
      read: () => Promise<Page>,
    ): Promise<Page> {
      const [page, error] = await read().then(
        (value) => [value, undefined] as const,
        (thrown: unknown) => [undefined, { thrown }] as const,
      );
      await release(job, limits, context.requests, error ? resultOf(error.thrown) : { kind: 'success' });
      if (error) throw error.thrown;
      return page;
    },
  };
}

function ownerOf({ id, lease_owner }: Job): string {
  return lease_owner ?? id;
}

function resultOf(error: unknown): PartnerResult {
  if (error instanceof IntegrationError) return { kind: 'paused', error };
  if (error instanceof PermanentError) return { kind: 'answered' };
  if (!(error instanceof RetryableError) || !error.partnerDown || error.code === 'sync.out_of_time') {
    return { kind: 'neutral' };
  }
  const { code, message, retryAfterSeconds } = error;
  return { kind: 'failure', error: { code, message }, retryAfterSeconds };
}
