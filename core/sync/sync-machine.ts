import { type ProcurementRequest, transition } from '../domain/procurement-request.ts';
import { PermanentError, RetryableError } from '../partners/errors.ts';
import { backoffMs } from './backoff.ts';
import { afterFailure, type CircuitBreaker } from './circuit-breaker.ts';
import type { PartnerPort } from './partner-port.ts';
import {
  attemptParked,
  attemptPostponed,
  attemptSucceeded,
  beginAttempt,
  planSync,
  type SyncRecord,
} from './sync-record.ts';

/** The machine's view of the table; every save is conditional on what was read. */
export interface SyncStore {
  load(orgId: string, requestId: string): Promise<{ request: ProcurementRequest; record: SyncRecord } | undefined>;
  /** Saves the begun attempt unless someone else changed the record meanwhile; says whether it did. */
  acquireLease(seen: SyncRecord, begun: SyncRecord): Promise<boolean>;
  /** Saves the outcome, and what the request learned in the same transaction; only while the lease is still ours. */
  saveOutcome(held: SyncRecord, outcome: SyncRecord, request?: ProcurementRequest): Promise<void>;
  loadBreaker(orgId: string): Promise<CircuitBreaker>;
  saveBreaker(orgId: string, breaker: CircuitBreaker): Promise<void>;
  /** Closes the breaker unless it was opened anew since `seen` was read. */
  closeBreaker(orgId: string, seen: CircuitBreaker): Promise<void>;
}

/** What becomes of the message: acknowledged, with the sync done or just parked, or put back to come again after a delay. */
export type SyncVerdict = { readonly kind: 'done' | 'parked' } | { readonly kind: 'again'; readonly afterMs: number };

export interface SyncMachineOptions {
  readonly port: PartnerPort;
  readonly store: SyncStore;
  readonly clock: () => number;
  readonly random: () => number;
  readonly newLeaseOwner: () => string;
}

/** After this many attempts a person must look: with the longest delays that is most of a day. */
const MAX_ATTEMPTS = 100;
/** While an interrupted call may still be at work, the partner is searched this often. */
const LOOK_AGAIN_MS = 5_000;
/** Clocks differ, and an invocation that ran out of time is not stopped to the millisecond. */
const LEASE_MARGIN_MS = 1_000;

const HUB_FAILED = { code: 'hub.internal_error', message: 'The hub failed on this order; the failure is logged.' };
const STILL_AT_WORK = { code: 'sync.settling', message: 'An interrupted call may still be at work at the partner.' };

const DONE: SyncVerdict = { kind: 'done' };

/**
 * Brings a partner to the state of a request, effectively once: the intent is on record before each call, and after an
 * unknown outcome the partner is searched before anything is created. `remainingMs` is how long this invocation can
 * still run, which bounds the lease: nobody else calls while we might, and nobody waits longer than that for a crash.
 */
export function createSyncMachine({ port, store, clock, random, newLeaseOwner }: SyncMachineOptions) {
  const again = (untilMs: number): SyncVerdict => ({ kind: 'again', afterMs: Math.max(0, untilMs - clock()) });

  /** Runs one attempt under the lease and returns the record's next state; throws only what is not the partner's doing. */
  const attempt = async (request: ProcurementRequest, held: SyncRecord, before: SyncRecord): Promise<SyncRecord> => {
    try {
      const order = await port.prepareOrder(request);
      if (before.attempts > 0) {
        if (!order.find && before.in_doubt) throw new UnknowableOutcome();
        const found = await order.find?.();
        if (found) return attemptSucceeded(held, request.version, found.id, clock());
        if (before.in_doubt_until > clock()) return stillSettling(held, before);
      }
      return attemptSucceeded(held, request.version, (await order.create()).id, clock());
    } catch (error) {
      return afterError(held, before, error);
    }
  };

  /** Not found yet, but an earlier call may still be at work: keep looking until it must have ended. */
  const stillSettling = (held: SyncRecord, before: SyncRecord): SyncRecord => {
    const nextAttemptAt = Math.min(before.in_doubt_until, clock() + LOOK_AGAIN_MS);
    const waits = { nextAttemptAt, inDoubtUntil: before.in_doubt_until, inDoubt: true };
    return attemptPostponed(held, before.last_error ?? STILL_AT_WORK, waits, clock());
  };

  const afterError = async (held: SyncRecord, before: SyncRecord, error: unknown): Promise<SyncRecord> => {
    const nowMs = clock();
    // What earlier calls left open stays open, whatever became of this one.
    const open = { inDoubtUntil: before.in_doubt_until, inDoubt: before.in_doubt };
    if (error instanceof UnknowableOutcome) return attemptParked(held, 'unknown', error, open, nowMs);
    if (error instanceof PermanentError) return attemptParked(held, 'failed', error, open, nowMs);
    const unknown = !(error instanceof RetryableError) || error.effect === 'unknown';
    const waits = {
      nextAttemptAt: 0,
      inDoubtUntil: Math.max(before.in_doubt_until, unknown ? nowMs + port.settleMs : 0),
      inDoubt: before.in_doubt || unknown,
    };
    if (!(error instanceof RetryableError)) {
      // Ours to mend: the record is left free and says so, and the message's own receives lead to the dead-letter queue.
      await store.saveOutcome(held, attemptPostponed(held, HUB_FAILED, waits, nowMs));
      throw error;
    }
    if (error.partnerDown) {
      const breaker = await store.loadBreaker(held.org_id);
      await store.saveBreaker(held.org_id, afterFailure(breaker, error.retryAfterSeconds, nowMs));
    }
    if (held.attempts >= MAX_ATTEMPTS) return attemptParked(held, 'failed', error, waits, nowMs);
    const delay = Math.ceil(backoffMs(held.attempts, error.retryAfterSeconds, random()));
    return attemptPostponed(held, error, { ...waits, nextAttemptAt: nowMs + delay }, nowMs);
  };

  return async (orgId: string, requestId: string, remainingMs: number): Promise<SyncVerdict> => {
    const [subject, breaker] = await Promise.all([store.load(orgId, requestId), store.loadBreaker(orgId)]);
    if (!subject) return DONE;
    const { request, record } = subject;
    const plan = planSync(record, clock());
    if (plan.kind === 'done') return DONE;
    if (plan.kind === 'wait') return again(plan.untilMs);
    if (breaker.open_until > clock()) return again(breaker.open_until + random() * 1000);

    const leaseUntil = clock() + remainingMs + LEASE_MARGIN_MS;
    const held = beginAttempt(
      record,
      { owner: newLeaseOwner(), until: leaseUntil, inDoubtUntil: leaseUntil + port.settleMs },
      clock(),
    );
    if (!(await store.acquireLease(record, held))) return again(clock() + 1000);

    const outcome = await attempt(request, held, record);
    const ordered =
      outcome.state === 'synced' && outcome.partner_document_id !== null && request.status === 'approved'
        ? transition(
            request,
            { kind: 'order', poNumber: port.poNumber({ id: outcome.partner_document_id }) },
            Math.floor(clock() / 1000),
          )
        : undefined;
    await store.saveOutcome(held, outcome, ordered);
    if (outcome.state === 'synced' && breaker.failures > 0) await store.closeBreaker(orgId, breaker);
    if (outcome.state === 'pending') return again(outcome.next_attempt_at);
    return outcome.state === 'synced' ? DONE : { kind: 'parked' };
  };
}

class UnknowableOutcome extends Error {
  readonly code = 'sync.outcome_unknown';

  constructor() {
    super(
      'The outcome of the last call is unknown and the partner cannot be searched. Check at the partner, then link the document or order a new attempt.',
    );
  }
}
