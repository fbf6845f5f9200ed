import { type ProcurementRequest, transition } from '../domain/procurement-request.ts';
import { PermanentError, RetryableError } from '../partners/errors.ts';
import { backoffMs } from './backoff.ts';
import { afterFailure, type CircuitBreaker, CLOSED } from './circuit-breaker.ts';
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
  takeLease(seen: SyncRecord, begun: SyncRecord): Promise<boolean>;
  /** Saves the outcome, and what the request learned in the same transaction; only while the lease is still ours. */
  saveOutcome(held: SyncRecord, outcome: SyncRecord, request?: ProcurementRequest): Promise<void>;
  loadBreaker(orgId: string): Promise<CircuitBreaker>;
  saveBreaker(orgId: string, breaker: CircuitBreaker): Promise<void>;
}

/** What becomes of the message: acknowledged, or put back to come again after a delay. */
export type SyncVerdict = { readonly kind: 'done' } | { readonly kind: 'again'; readonly afterMs: number };

export interface SyncMachineOptions {
  readonly port: PartnerPort;
  readonly store: SyncStore;
  readonly clock: () => number;
  readonly random: () => number;
  readonly newLeaseOwner: () => string;
}

/** After this many attempts a person must look: with the longest delays that is most of a day. */
const MAX_ATTEMPTS = 100;
/** A call that was cut off may still be at work at the partner for this long. */
const SETTLE_MS = 10_000;
/** Clocks differ, and an invocation that ran out of time is not stopped to the millisecond. */
const LEASE_MARGIN_MS = 1_000;

const STILL_AT_WORK = { code: 'sync.settling', message: 'An interrupted call may still be at work at the partner.' };

const DONE: SyncVerdict = { kind: 'done' };

/**
 * Brings a partner to the state of a request, effectively once: the intent is on record before each call, and after an
 * unknown outcome the partner is searched before anything is created. `remainingMs` is how long this invocation can
 * still run, which bounds the lease: nobody else calls while we might, and nobody waits longer than that for a crash.
 */
export const createSyncMachine = ({ port, store, clock, random, newLeaseOwner }: SyncMachineOptions) => {
  const again = (untilMs: number): SyncVerdict => ({ kind: 'again', afterMs: Math.max(0, untilMs - clock()) });

  /** Runs one attempt under the lease and returns the record's next state; throws only what is not the partner's doing. */
  const attempt = async (request: ProcurementRequest, record: SyncRecord, before: SyncRecord): Promise<SyncRecord> => {
    try {
      const order = await port.prepareOrder(request);
      if (before.attempts > 0) {
        if (!order.find && before.outcome_open) throw new UnknowableOutcome();
        const found = await order.find?.();
        if (found) return attemptSucceeded(record, request.version, found.id, clock());
        // After a crash the lease's end is the latest moment at which a call may have been cut off.
        const settledAt = before.state === 'in_flight' ? before.lease_until + SETTLE_MS : before.settle_until;
        if (settledAt > clock()) {
          const waits = { nextAttemptAt: settledAt, settleUntil: settledAt, outcomeOpen: true };
          return attemptPostponed(record, before.last_error ?? STILL_AT_WORK, waits, clock());
        }
      }
      return attemptSucceeded(record, request.version, (await order.create()).id, clock());
    } catch (error) {
      return afterError(record, error);
    }
  };

  const afterError = async (record: SyncRecord, error: unknown): Promise<SyncRecord> => {
    const nowMs = clock();
    if (error instanceof UnknowableOutcome) return attemptParked(record, 'unknown', error, nowMs);
    if (error instanceof PermanentError) return attemptParked(record, 'failed', error, nowMs);
    if (!(error instanceof RetryableError)) throw error;
    if (error.partnerDown) {
      const breaker = await store.loadBreaker(record.org_id);
      await store.saveBreaker(record.org_id, afterFailure(breaker, error.retryAfterSeconds, nowMs));
    }
    if (record.attempts >= MAX_ATTEMPTS) return attemptParked(record, 'failed', error, nowMs);
    return attemptPostponed(
      record,
      error,
      {
        nextAttemptAt: nowMs + Math.ceil(backoffMs(record.attempts, error.retryAfterSeconds, random())),
        settleUntil: error.effect === 'unknown' ? nowMs + SETTLE_MS : record.settle_until,
        outcomeOpen: error.effect === 'unknown',
      },
      nowMs,
    );
  };

  return async (orgId: string, requestId: string, remainingMs: number): Promise<SyncVerdict> => {
    const [subject, breaker] = await Promise.all([store.load(orgId, requestId), store.loadBreaker(orgId)]);
    if (!subject) return DONE;
    const { request, record } = subject;
    const plan = planSync(record, clock());
    if (plan.kind === 'done') return DONE;
    if (plan.kind === 'wait') return again(plan.untilMs);
    if (breaker.open_until > clock()) return again(breaker.open_until + random() * 1000);

    const held = beginAttempt(record, newLeaseOwner(), clock() + remainingMs + LEASE_MARGIN_MS, clock());
    if (!(await store.takeLease(record, held))) return again(clock() + 1000);

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
    if (outcome.state === 'synced' && breaker.failures > 0) await store.saveBreaker(orgId, CLOSED);
    return outcome.state === 'pending' ? again(outcome.next_attempt_at) : DONE;
  };
};

class UnknowableOutcome extends Error {
  readonly code = 'sync.outcome_unknown';

  constructor() {
    super(
      'The outcome of the last call is unknown and the partner cannot be searched. Check at the partner, then link the document or order a new attempt.',
    );
  }
}
