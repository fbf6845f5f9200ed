import { type ProcurementRequest, transition } from '../domain/procurement-request.ts';
import { backoffMs } from './backoff.ts';
import { afterFailure, type CircuitBreaker } from './circuit-breaker.ts';
import { PermanentError, RetryableError, type SyncError } from './errors.ts';
import { type MessageOutcome, NEEDS_ATTENTION } from './message-outcome.ts';
import type { PartnerPort, PreparedOrder } from './partner-port.ts';
import {
  attemptFailed,
  attemptPostponed,
  attemptSucceeded,
  beginAttempt,
  type Doubt,
  planSync,
  type SyncRecord,
} from './sync-record.ts';

/** The machine's view of the table. Saves of records are conditional on what was read; the breaker is replaced. */
export interface SyncStore {
  load(orgId: string, requestId: string): Promise<{ request: ProcurementRequest; record: SyncRecord } | undefined>;
  /** Saves the begun attempt unless the record has changed since `seen` was read; returns whether it did. */
  acquireLease(seen: SyncRecord, begun: SyncRecord): Promise<boolean>;
  /** Saves the attempt's result and the changed request in one transaction, while the lease is still held. */
  saveAttempt(held: SyncRecord, next: SyncRecord, request?: ProcurementRequest): Promise<void>;
  loadBreaker(orgId: string): Promise<CircuitBreaker>;
  saveBreaker(orgId: string, breaker: CircuitBreaker): Promise<void>;
  /** Closes the breaker unless it has opened again since `seen` was read. */
  closeBreaker(orgId: string, seen: CircuitBreaker): Promise<void>;
}

export interface SyncMachineOptions {
  readonly port: PartnerPort;
  readonly store: SyncStore;
  readonly clock: () => number;
  readonly random: () => number;
  readonly newLeaseOwner: () => string;
}

/** After this many attempts since a person's last retry the sync needs attention; that is most of a day. */
const MAX_ATTEMPTS = 100;
const LOOK_EVERY_MS = 5_000;
/** How often the partner is searched while one call is in doubt, at the most. */
const MAX_LOOKS = 40;
/** Allows for clock skew, and for an invocation that ends some milliseconds after its time-out. */
const LEASE_MARGIN_MS = 1_000;

type Preparation = { readonly order: PreparedOrder } | { readonly error: unknown };

interface BegunAttempt {
  readonly request: ProcurementRequest;
  readonly preparation: Preparation;
  readonly before: SyncRecord;
  readonly held: SyncRecord;
  readonly breaker: CircuitBreaker;
}

const DONE: MessageOutcome = { kind: 'done' };

const HUB_FAILED: SyncError = {
  code: 'hub.internal_error',
  message: 'The hub failed on this order; the cause is in its log.',
};
const IN_DOUBT: SyncError = {
  code: 'sync.in_doubt',
  message: 'A call was cut off and may still take effect at the partner; the hub looks for its document.',
};
const OUTCOME_UNKNOWN: SyncError = {
  code: 'sync.outcome_unknown',
  message:
    'The outcome of the last call is unknown and the partner cannot be searched. Check at the partner, then link the document or retry.',
};

/**
 * Brings a partner to the state of a request, effectively once: the intent is on record before each call, and while a
 * call is in doubt the partner is searched before anything is created. The rest of the invocation bounds the lease.
 */
export function createSyncMachine({ port, store, clock, random, newLeaseOwner }: SyncMachineOptions) {
  const retryAt = (untilMs: number): MessageOutcome => ({ kind: 'retry', afterMs: Math.max(0, untilMs - clock()) });

  const prepare = async (request: ProcurementRequest): Promise<Preparation> => {
    try {
      return { order: await port.prepareOrder(request) };
    } catch (error) {
      return { error };
    }
  };

  /** After an earlier attempt: the record's next state if the order is found, or if it is too early to create one. */
  const look = async (
    { request, before, held }: BegunAttempt,
    order: PreparedOrder,
  ): Promise<SyncRecord | undefined> => {
    if (before.attempts === 0 && !before.in_doubt) return undefined;
    if (!order.find) {
      return before.in_doubt ? attemptFailed(held, 'unknown', OUTCOME_UNKNOWN, doubtOf(before), clock()) : undefined;
    }
    // Only a search that begins after the doubt proves that there is no order: the call may take effect during a search.
    const mayStillTakeEffect = before.in_doubt_until > clock();
    const found = await order.find();
    if (found) return attemptSucceeded(held, request.version, found.id, clock());
    return mayStillTakeEffect ? stillInDoubt(held, before, order.inDoubtMs) : undefined;
  };

  /** Runs one attempt under the lease and returns the record's next state. Throws only for a failure of the hub. */
  const attempt = async (begun: BegunAttempt): Promise<SyncRecord> => {
    const { request, preparation, before, held } = begun;
    let inDoubtMs = 0;
    try {
      if ('error' in preparation) throw preparation.error;
      const { order } = preparation;
      const looked = await look(begun, order);
      if (looked) return looked;
      // Only this call can leave the order in doubt.
      inDoubtMs = order.inDoubtMs;
      return attemptSucceeded(held, request.version, (await order.create()).id, clock());
    } catch (error) {
      return afterError(held, before, error, inDoubtMs);
    }
  };

  /** Looking again is not an attempt. */
  const stillInDoubt = (held: SyncRecord, before: SyncRecord, inDoubtMs: number): SyncRecord => {
    const lookAgainAt = clock() + Math.max(LOOK_EVERY_MS, inDoubtMs / MAX_LOOKS);
    const nextAttemptAt = Math.ceil(Math.min(before.in_doubt_until, lookAgainAt));
    const when = { inDoubt: true, inDoubtUntil: before.in_doubt_until, nextAttemptAt };
    return { ...attemptPostponed(held, before.last_error ?? IN_DOUBT, when, clock()), attempts: before.attempts };
  };

  const afterError = async (
    held: SyncRecord,
    before: SyncRecord,
    error: unknown,
    inDoubtMs: number,
  ): Promise<SyncRecord> => {
    const nowMs = clock();
    // A doubt that an earlier call left remains, whatever the outcome of this one.
    if (error instanceof PermanentError) return attemptFailed(held, 'failed', error, doubtOf(before), nowMs);
    const effectUnknown = inDoubtMs > 0 && (!(error instanceof RetryableError) || error.effect === 'unknown');
    const doubt = {
      inDoubt: before.in_doubt || effectUnknown,
      inDoubtUntil: Math.max(before.in_doubt_until, effectUnknown ? nowMs + inDoubtMs : 0),
    };
    if (!(error instanceof RetryableError)) {
      // The lease is released; the message's own receives lead to the dead-letter queue.
      await store.saveAttempt(held, attemptPostponed(held, HUB_FAILED, { ...doubt, nextAttemptAt: 0 }, nowMs));
      throw error;
    }
    if (error.partnerDown) {
      const breaker = await store.loadBreaker(held.org_id);
      await store.saveBreaker(held.org_id, afterFailure(breaker, error.retryAfterSeconds, nowMs));
    }
    const attempts = held.attempts - held.attempts_before_retry;
    if (attempts >= MAX_ATTEMPTS) return attemptFailed(held, 'failed', error, doubt, nowMs);
    const delay = Math.ceil(backoffMs(attempts, error.retryAfterSeconds, random()));
    return attemptPostponed(held, error, { ...doubt, nextAttemptAt: nowMs + delay }, nowMs);
  };

  const orderedRequest = (request: ProcurementRequest, next: SyncRecord): ProcurementRequest | undefined => {
    if (next.state !== 'synced' || next.partner_document_id === null || request.status !== 'approved') return undefined;
    const poNumber = port.poNumber({ id: next.partner_document_id });
    return transition(request, { kind: 'order', poNumber }, Math.floor(clock() / 1000));
  };

  /** Acquires the lease if an attempt is due; otherwise returns the message's outcome. */
  const begin = async (
    orgId: string,
    requestId: string,
    remainingMs: number,
  ): Promise<BegunAttempt | MessageOutcome> => {
    const [subject, breaker] = await Promise.all([store.load(orgId, requestId), store.loadBreaker(orgId)]);
    if (!subject) return DONE;
    const { request, record } = subject;
    const plan = planSync(record, clock());
    if (plan.kind === 'done') return DONE;
    if (plan.kind === 'wait') return retryAt(plan.untilMs);
    if (breaker.open_until > clock()) return retryAt(breaker.open_until + random() * 1000);

    const preparation = await prepare(request);
    const until = clock() + remainingMs + LEASE_MARGIN_MS;
    const inDoubtMs = 'order' in preparation ? preparation.order.inDoubtMs : 0;
    const lease = { owner: newLeaseOwner(), until, inDoubtUntil: until + inDoubtMs };
    const held = beginAttempt(record, lease, clock());
    if (!(await store.acquireLease(record, held))) return retryAt(clock() + 1000);
    return { request, preparation, before: record, held, breaker };
  };

  return async (orgId: string, requestId: string, remainingMs: number): Promise<MessageOutcome> => {
    const begun = await begin(orgId, requestId, remainingMs);
    if ('kind' in begun) return begun;
    const { request, held, breaker } = begun;
    const next = await attempt(begun);
    await store.saveAttempt(held, next, orderedRequest(request, next));
    if (next.state === 'pending') return retryAt(next.next_attempt_at);
    if (next.state !== 'synced') return { kind: NEEDS_ATTENTION };
    if (breaker.failures > 0) await store.closeBreaker(orgId, breaker);
    return DONE;
  };
}

function doubtOf({ in_doubt, in_doubt_until }: SyncRecord): Doubt {
  return { inDoubt: in_doubt, inDoubtUntil: in_doubt_until };
}
