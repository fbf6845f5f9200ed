import { type CountingContext, createCallContext } from '../sync/call-context.ts';
import { IntegrationError } from '../sync/errors.ts';
import type { IntegrationLimits } from '../sync/integration-state.ts';
import { DONE, type MessageOutcome, NEEDS_ATTENTION, retryAt } from '../sync/message-outcome.ts';
import type { Reason } from '../sync/recorded-error.ts';
import { pauseIntegration } from '../sync/update-integration.ts';
import { createAdmission, type NotAdmitted } from './admission.ts';
import { type AfterError, afterPullError } from './after-pull-error.ts';
import { advanced, ended, held, inNextScope, isOpen, type Job, released, withScopeFailed } from './job.ts';
import type { PulledScope, PullMachineOptions } from './pull-store.ts';

/** Kept of the invocation's time to save what the last page led to. */
const SAVE_MS = 5_000;

const PAGE_REPEATED: Reason = {
  code: 'sync.page_repeated',
  message: 'The partner returned a page that ends where it should begin.',
};

/** What a page leads to: the job without lease, and the scope that it has completed. */
interface Turn {
  readonly job: Job;
  /** Goes on at once, if time permits. */
  readonly goesOn: boolean;
  readonly notBefore?: number;
  readonly pulled?: PulledScope;
  /** A failure of the hub, to be thrown once the job is saved. */
  readonly thrown?: unknown;
}

/**
 * Carries a job page by page: reads a page, applies its records, then saves the checkpoint. A consumer that is lost at any
 * moment leaves a job that goes on at its checkpoint, so that a page is read once more at most.
 */
export function createPullMachine(options: PullMachineOptions) {
  const { port, store, clock, newLeaseOwner } = options;
  const admission = createAdmission(options);

  const readPage = async (job: Job, limits: IntegrationLimits, context: CountingContext): Promise<Turn> => {
    const { scope, cursor } = job.checkpoint;
    const since = cursor === null ? await store.loadSince(job, scope) : undefined;
    const position = { orgId: job.org_id, cursor: cursor ?? undefined, since };
    const page = await admission.during(job, limits, context, () => port.scopes[scope].read(position, context));
    // A partner that ignores where a page begins would be read for ever.
    if (page.next !== undefined && page.next === cursor) return afterScope(withScopeFailed(job, PAGE_REPEATED));
    const results = await page.apply(clock());
    const next = advanced(job, { results, next: page.next });
    if (page.next !== undefined) return { job: next, goesOn: true };
    return { ...afterScope(next), pulled: { scope, seen: next.progress[scope]?.seen ?? 0, since: page.since } };
  };

  /** The job in its next scope, or ended. */
  const afterScope = (job: Job): Turn => {
    const next = inNextScope(job);
    return next ? { job: next, goesOn: true } : { job: ended(job, clock()), goesOn: false };
  };

  const takeTurn = async (job: Job, endMs: number): Promise<Turn> => {
    const context = createCallContext(endMs - SAVE_MS, clock);
    try {
      const limits = await limitsOf(job.org_id);
      const refused = await admission.enter(job, limits, endMs);
      if (refused) return afterRefusal(job, refused);
      return await readPage(job, limits, context);
    } catch (error) {
      const after: AfterError = afterPullError(job, error, options);
      if (after.kind === 'later') return { ...after, goesOn: false };
      const failed = withScopeFailed(after.job, after.reason);
      return after.kind === 'scope failed'
        ? afterScope(failed)
        : { job: ended(failed, clock()), goesOn: false, thrown: after.thrown };
    }
  };

  const afterRefusal = (job: Job, refused: NotAdmitted): Turn => {
    if ('notBefore' in refused) return { job, goesOn: false, notBefore: refused.notBefore };
    return { job: ended(withScopeFailed(job, refused.paused), clock()), goesOn: false };
  };

  /** The limits of the settings. What makes them unusable pauses the integration. */
  const limitsOf = (orgId: string): Promise<IntegrationLimits> =>
    port.limitsOf(orgId).catch(async (error: unknown) => {
      if (error instanceof IntegrationError) await pauseIntegration(store, orgId, error, clock);
      throw error;
    });

  /** The job with the lease of this consumer; undefined while another one carries it, or the sweep finds that it is lost. */
  const acquire = async (found: Job, owner: string): Promise<Job | undefined> => {
    if (found.lease_until > clock()) return undefined;
    const job = held(found, owner, clock());
    return (await store.saveJob(found, job)) ? job : undefined;
  };

  const carry = async (held: Job, owner: string, endMs: number, turnUntilMs: number): Promise<MessageOutcome> => {
    let job = held;
    for (;;) {
      const turn = await takeTurn(job, endMs);
      const next = afterTurn(turn, owner, clock() < turnUntilMs, clock());
      const isSaved = await store.saveJob(job, next, turn.pulled);
      if (turn.thrown !== undefined) throw turn.thrown;
      if (!isSaved) return DONE;
      if (!isOpen(next)) return outcomeOf(next);
      if (next.state === 'pending') return retryAt(next.next_attempt_at, clock());
      job = next;
    }
  };

  return async (orgId: string, jobId: string, remainingMs: number): Promise<MessageOutcome> => {
    const found = await store.loadJob(orgId, jobId);
    if (!found || !isOpen(found)) return DONE;
    if (found.next_attempt_at > clock()) return retryAt(found.next_attempt_at, clock());
    const owner = newLeaseOwner();
    const [endMs, turnUntilMs] = [clock() + remainingMs, clock() + remainingMs / 2];
    const job = await acquire(found, owner);
    return job ? carry(job, owner, endMs, turnUntilMs) : DONE;
  };
}

function afterTurn({ job, goesOn, notBefore = 0 }: Turn, owner: string, hasTime: boolean, nowMs: number): Job {
  if (!isOpen(job)) return job;
  return goesOn && hasTime ? held(job, owner, nowMs) : released(job, notBefore, nowMs);
}

function outcomeOf({ state, errors }: Job): MessageOutcome {
  const reason = errors.find(({ record }) => record === null);
  return state === 'failed' && reason ? { kind: NEEDS_ATTENTION, code: reason.code } : DONE;
}
