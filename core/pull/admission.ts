import { type Admission, admit, type PartnerResult } from '../sync/admission.ts';
import type { CountingContext } from '../sync/call-context.ts';
import { CLOCK_SKEW_MS } from '../sync/clock-skew.ts';
import { IntegrationError, PermanentError, RetryableError } from '../sync/errors.ts';
import type { IntegrationLimits } from '../sync/integration-state.ts';
import type { Reason } from '../sync/recorded-error.ts';
import { releaseSlot, updateIntegration } from '../sync/update-integration.ts';
import type { Job } from './job.ts';
import type { PullMachineOptions } from './pull-store.ts';

/** A page waits this long for the partner's rate; longer waits end the invocation. */
const MAX_WAIT_MS = 2_000;
const CONFLICT_MS = 1_000;

/** Why no page may be read now: the integration is paused, or it is too early. */
export type NotAdmitted = { readonly paused: Reason } | { readonly notBefore: number };

/** Admits each page as the sync machine admits attempts: the partner's rate, calls in flight, breaker and pause hold for both. */
export function createAdmission({ store, clock, random, wait }: PullMachineOptions) {
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
      const release = (result: PartnerResult) => {
        const attempt = { owner: ownerOf(job), requests: context.requests, result };
        return releaseSlot(store, job.org_id, limits, attempt, clock);
      };
      const page = await read().catch(async (error: unknown) => {
        await release(resultOf(error));
        throw error;
      });
      await release({ kind: 'success' });
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
