import { admit } from './admission.ts';
import { runAttempt } from './attempt.ts';
import { createCallContext } from './call-context.ts';
import { CLOCK_SKEW_MS } from './clock-skew.ts';
import { NEUTRAL } from './conclusion.ts';
import { IntegrationError, PermanentError } from './errors.ts';
import type { IntegrationState } from './integration-state.ts';
import { DONE, type MessageOutcome, NEEDS_ATTENTION, retryAt } from './message-outcome.ts';
import type { Work } from './partner-port.ts';
import type { Subject } from './subject.ts';
import { attemptFailed, beginAttempt, doubtOf, nothingToDo } from './sync-attempts.ts';
import { isSettled, knownOf, notBefore, type SyncRecord } from './sync-record.ts';
import type { Synced, SyncMachineOptions } from './sync-store.ts';
import { pauseIntegration, releaseSlot, updateIntegration } from './update-integration.ts';

/** Kept of the invocation's time to record what the last call led to. */
const SAVE_MS = 3_000;
const CONFLICT_MS = 1_000;

interface Lease {
  readonly owner: string;
  readonly until: number;
}

type Pass = MessageOutcome | 'again';

/**
 * Brings a partner to the state of a subject, step by step and each step effectively once: the intent is on record before
 * each call, and while a call is in doubt the partner is searched before anything is repeated.
 */
export function createSyncMachine<S extends Subject>(options: SyncMachineOptions<S>) {
  const { port, store, clock, random, newLeaseOwner } = options;
  const conflict = () => retryAt(clock() + CONFLICT_MS * (1 + random()), clock());

  const planWork = async ({ subject, record }: Synced<S>): Promise<{ work: Work | undefined } | MessageOutcome> => {
    try {
      return { work: await port.plan(subject, knownOf(record)) };
    } catch (error) {
      if (error instanceof IntegrationError) {
        await pauseIntegration(store, record.org_id, error, clock);
        return { kind: NEEDS_ATTENTION, code: error.code };
      }
      if (!(error instanceof PermanentError)) throw error;
      const failure = { state: 'failed', error, revision: subject.revision } as const;
      const next = attemptFailed(record, failure, doubtOf(record), clock());
      return (await store.saveRecord(record, next)) ? { kind: NEEDS_ATTENTION, code: error.code } : conflict();
    }
  };

  /** The message's outcome while nothing may be done: up to date, too early, or the integration is not working. */
  const notNow = (record: SyncRecord, integration: IntegrationState): MessageOutcome | undefined => {
    if (isSettled(record)) return DONE;
    if (notBefore(record) > clock()) return retryAt(notBefore(record), clock());
    if (integration.paused) return { kind: 'paused' };
    return integration.open_until > clock() ? retryAt(integration.open_until + random() * 1000, clock()) : undefined;
  };

  /** Admits the attempt at the partner's rate, then acquires the record's lease. */
  const begin = async (
    { subject, record }: Synced<S>,
    { intent, limits }: Work,
    integration: IntegrationState,
    lease: Lease,
  ): Promise<SyncRecord | MessageOutcome> => {
    const admission = await updateIntegration(
      store,
      record.org_id,
      (state) => admit(state, limits, lease, clock()),
      integration,
    );
    if (admission === undefined) return conflict();
    const blocked = notNow(record, admission.state);
    if (blocked) return blocked;
    if (admission.waitUntil !== undefined) return retryAt(admission.waitUntil, clock());
    const inDoubtUntil = lease.until + limits.inDoubtMs;
    const held = beginAttempt(record, { intent, revision: subject.revision }, { ...lease, inDoubtUntil }, clock());
    if (await store.saveRecord(record, held)) return held;
    await releaseSlot(store, record.org_id, limits, { ...lease, requests: 0, result: NEUTRAL }, clock);
    return conflict();
  };

  /** Takes one step. The lease lasts as long as the invocation. */
  const pass = async (orgId: string, subjectId: string, endMs: number): Promise<Pass> => {
    const [synced, integration] = await Promise.all([store.load(orgId, subjectId), store.loadIntegration(orgId)]);
    if (!synced) return DONE;
    const outcome = notNow(synced.record, integration);
    if (outcome) return outcome;
    const planned = await planWork(synced);
    if ('kind' in planned) return planned;
    if (planned.work) return step(synced, planned.work, integration, endMs);
    const next = nothingToDo(synced.record, synced.subject.revision, clock());
    return (await store.saveRecord(synced.record, next)) ? 'again' : conflict();
  };

  const step = async (synced: Synced<S>, work: Work, integration: IntegrationState, endMs: number): Promise<Pass> => {
    const { subject, record } = synced;
    const lease = { owner: newLeaseOwner(), until: endMs + CLOCK_SKEW_MS };
    const held = await begin(synced, work, integration, lease);
    if ('kind' in held) return held;
    const context = createCallContext(endMs - SAVE_MS, clock);
    const { next, result, thrown } = await runAttempt(options, {
      synced: { subject, record: held },
      before: record,
      work,
      context,
    });
    await releaseSlot(store, record.org_id, work.limits, { ...lease, requests: context.requests, result }, clock);
    if (thrown !== undefined) throw thrown;
    if (result.kind === 'paused') return { kind: NEEDS_ATTENTION, code: result.error.code };
    if (isSettled(next)) {
      return next.state !== 'synced' && next.last_error ? { kind: NEEDS_ATTENTION, code: next.last_error.code } : DONE;
    }
    return next.next_attempt_at > clock() ? retryAt(next.next_attempt_at, clock()) : 'again';
  };

  return async (orgId: string, subjectId: string, remainingMs: number): Promise<MessageOutcome> => {
    const endMs = clock() + remainingMs;
    for (;;) {
      const outcome = await pass(orgId, subjectId, endMs);
      if (outcome !== 'again') return outcome;
      if (endMs - clock() < remainingMs / 2) return retryAt(clock(), clock());
    }
  };
}
