import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { type CircuitBreaker, CLOSED } from '../../../../core/sync/circuit-breaker.ts';
import { PermanentError, RetryableError } from '../../../../core/sync/errors.ts';
import type { MessageOutcome } from '../../../../core/sync/message-outcome.ts';
import type { PartnerPort } from '../../../../core/sync/partner-port.ts';
import { createSyncMachine, type SyncStore } from '../../../../core/sync/sync-machine.ts';
import { retryRequested, type SyncRecord } from '../../../../core/sync/sync-record.ts';
import { approvedLaptop, laptopSync } from '../../support/requests.ts';

/** The outcome of one call to the partner; a call without one succeeds. */
type Call =
  | 'ok'
  | 'busy'
  | 'down'
  | 'rejected'
  | 'lost-before'
  | 'lost-after'
  | 'lost-late'
  | 'crash-before'
  | 'crash-after'
  | 'crash-late'
  | 'broken';

const LOST = new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
const DOWN = new RetryableError('sap.http_503', 'down', { effect: 'none', partnerDown: true });
const BUSY = new RetryableError('sap.http_429', 'busy', { effect: 'none', partnerDown: true, retryAfterSeconds: 2 });
const FAILURES: ReadonlyMap<Call, Error> = new Map<Call, Error>([
  ['busy', BUSY],
  ['down', DOWN],
  ['rejected', new PermanentError('sap.http_400', 'Supplier 42 does not exist')],
  ['lost-before', LOST],
  ['lost-after', LOST],
  ['lost-late', LOST],
  ['broken', new TypeError('a defect')],
]);

/** How long after a call was cut off the partner completes it. */
const LATE_MS = 9_000;

/** The process dies: nothing after this point happens. */
class Crash extends Error {}

const REMAINING_MS = 30_000;

/** One request, its record, a partner that holds orders, and a clock that the test moves. */
function situation({ searchable = true, calls = [] as readonly Call[], finds = [] as readonly Call[] } = {}) {
  let now = laptopSync.created_at;
  let request: ProcurementRequest = approvedLaptop;
  let record: SyncRecord = laptopSync;
  let breaker: CircuitBreaker = CLOSED;
  const orders: string[] = [];
  const calledOperations: string[] = [];
  const script = [...calls];
  const failingFinds = [...finds];
  let dead = false;
  const crash = (): never => {
    dead = true;
    throw new Crash();
  };
  /** When the partner completes calls that were cut off. */
  const completions: number[] = [];
  const completeCalls = (): void => {
    while ((completions[0] ?? Number.POSITIVE_INFINITY) <= now) {
      completions.shift();
      orders.push(nextNumber());
    }
  };
  const nextNumber = (): string => `45000128${47 + orders.length}`;

  const store: SyncStore = {
    load: async () => ({ request, record }),
    async acquireLease(seen, begun) {
      if (JSON.stringify(seen) !== JSON.stringify(record)) return false;
      record = begun;
      return true;
    },
    async saveAttempt(held, outcome, ordered) {
      if (dead) throw new Crash();
      if (held.lease_owner !== record.lease_owner) throw new Error('the lease is lost');
      record = outcome;
      if (ordered) request = ordered;
    },
    loadBreaker: async () => breaker,
    async saveBreaker(_, next) {
      breaker = next;
    },
    async closeBreaker(_, seen) {
      if (breaker.open_until === seen.open_until) breaker = CLOSED;
    },
  };

  const find = async () => {
    calledOperations.push('find');
    completeCalls();
    if (failingFinds.shift() === 'down') throw DOWN;
    const [first] = orders;
    return first === undefined ? undefined : { id: first };
  };

  const create = async () => {
    calledOperations.push('create');
    completeCalls();
    const call = script.shift() ?? 'ok';
    if (call === 'crash-late') now += REMAINING_MS - 100;
    if (call.endsWith('-late')) completions.push(now + LATE_MS);
    if (call === 'ok' || call.endsWith('-after')) orders.push(nextNumber());
    if (call.startsWith('crash-')) crash();
    const error = FAILURES.get(call);
    if (error) throw error;
    return { id: orders.at(-1) ?? '' };
  };

  const port: PartnerPort = {
    partner: 'sap',
    settleMs: 10_000,
    prepareOrder: async () => ({ ...(searchable && { find }), create }),
    poNumber: ({ id }) => `PO-${id}`,
  };

  let owners = 0;
  const synchronize = createSyncMachine({
    port,
    store,
    clock: () => now,
    random: () => 0.5,
    newLeaseOwner: () => `lease_${++owners}`,
  });

  return {
    orders,
    calledOperations,
    get request() {
      return request;
    },
    get record() {
      return record;
    },
    retry() {
      record = retryRequested(record, now);
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
    deliver(): Promise<MessageOutcome> {
      dead = false;
      return synchronize(request.org_id, request.id, REMAINING_MS);
    },
    /** Delivers the message as the queue does, until it is acknowledged. Returns the number of deliveries. */
    async settle(): Promise<number> {
      for (let deliveries = 1; deliveries < 500; deliveries++) {
        const outcome = await this.deliver().catch((error) => {
          // The message becomes visible again after the consumer crashed.
          if (error instanceof Crash) return { kind: 'retry' as const, afterMs: 500 };
          throw error;
        });
        if (outcome.kind !== 'retry') return deliveries;
        now += outcome.afterMs;
      }
      throw new Error('the message was never acknowledged');
    },
  };
}

describe('the sync machine', () => {
  it('creates the order once and gives the request its number', async () => {
    const s = situation();
    await s.settle();
    expect(s.orders).toHaveLength(1);
    expect(s.calledOperations).toEqual(['create']);
    expect(s.request).toMatchObject({ status: 'ordered', erp_po_number: 'PO-4500012847', version: 3 });
    expect(s.record).toMatchObject({
      state: 'synced',
      synced_version: 2,
      partner_document_id: '4500012847',
      lease_until: 0,
    });
  });

  it('ignores a repeated message', async () => {
    const s = situation();
    await s.settle();
    const before = s.record;
    expect(await s.deliver()).toEqual({ kind: 'done' });
    expect(s.record).toBe(before);
    expect(s.calledOperations).toEqual(['create']);
  });

  it.each<[Call]>([['lost-after'], ['crash-after'], ['lost-late'], ['crash-late']])(
    'finds its order after %s instead of creating another',
    async (call) => {
      const s = situation({ calls: [call] });
      await s.settle();
      expect(s.orders).toHaveLength(1);
      expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
      expect(s.request.erp_po_number).toBe('PO-4500012847');
    },
  );

  it('searches without creating until a call that was cut off must have ended', async () => {
    const s = situation({ calls: ['lost-before'] });
    const outcome = await s.deliver();
    if (outcome.kind === 'retry') s.pass(outcome.afterMs);
    expect(await s.deliver()).toMatchObject({ kind: 'retry' });
    expect(s.calledOperations).toEqual(['create', 'find']);
    await s.settle();
    // It keeps searching, so that a late order is found early.
    expect(s.calledOperations.join(' ')).toMatch(/^create( find){3,} create$/);
    expect(s.orders).toHaveLength(1);
  });

  it('stays in doubt when a search fails in between', async () => {
    const s = situation({ calls: ['crash-late'], finds: ['down', 'down'] });
    await s.settle();
    expect(s.calledOperations.filter((call) => call === 'create')).toHaveLength(1);
    expect(s.orders).toHaveLength(1);
  });

  it('releases the record, records the failure and fails the message when the hub fails', async () => {
    const s = situation({ calls: ['broken'] });
    await expect(s.deliver()).rejects.toThrow('a defect');
    expect(s.record).toMatchObject({ state: 'pending', lease_until: 0, last_error: { code: 'hub.internal_error' } });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('delays the message until the lease of another consumer ends', async () => {
    const s = situation({ calls: ['crash-before'] });
    await expect(s.deliver()).rejects.toThrow(Crash);
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: REMAINING_MS + 1000 });
    expect(s.calledOperations).toEqual(['create']);
  });

  it('lets one of two concurrent consumers call', async () => {
    const s = situation();
    const outcomes = await Promise.all([s.deliver(), s.deliver()]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'retry']);
    expect(s.calledOperations).toEqual(['create']);
  });

  it('records a permanent failure and retries it only when a person requests that', async () => {
    const s = situation({ calls: ['rejected'] });
    await s.settle();
    expect(s.record).toMatchObject({
      state: 'failed',
      last_error: { code: 'sap.http_400', message: 'Supplier 42 does not exist' },
    });
    expect(s.request.status).toBe('approved');
    expect(await s.deliver()).toEqual({ kind: 'done' });
    s.retry();
    await s.settle();
    expect(s.calledOperations).toEqual(['create', 'find', 'create']);
    expect(s.request.status).toBe('ordered');
  });

  it('waits for the partner’s Retry-After', async () => {
    const s = situation({ calls: ['busy'] });
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: 2000 });
    s.pass(1999);
    expect(await s.deliver()).toEqual({ kind: 'retry', afterMs: 1 });
    expect(s.calledOperations).toEqual(['create']);
  });

  it('probes a partner that stays down', async () => {
    const s = situation({ calls: Array<Call>(20).fill('down') });
    await s.settle();
    const creates = s.calledOperations.filter((call) => call === 'create').length;
    expect(creates).toBe(21);
    expect(s.orders).toHaveLength(1);
  });

  it.each<[Call]>([['lost-after'], ['crash-before'], ['crash-after']])(
    'creates no second document after %s at a partner that cannot be searched',
    async (call) => {
      const s = situation({ searchable: false, calls: [call] });
      await s.settle();
      expect(s.record).toMatchObject({ state: 'unknown', last_error: { code: 'sync.outcome_unknown' } });
      expect(s.calledOperations).toEqual(['create']);
    },
  );

  it('retries at a partner that cannot be searched after a failure without effect', async () => {
    const s = situation({ searchable: false, calls: ['down', 'busy'] });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('ends with exactly one order, and its number on the request, after any sequence of failures', async () => {
    const call = fc.constantFrom<Call>(
      'busy',
      'down',
      'lost-before',
      'lost-after',
      'lost-late',
      'crash-before',
      'crash-after',
      'crash-late',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { maxLength: 25 }),
        fc.array(fc.constantFrom<Call>('ok', 'down')),
        async (calls, finds) => {
          const s = situation({ calls, finds });
          await s.settle();
          expect(s.orders).toHaveLength(1);
          expect(s.request).toMatchObject({ status: 'ordered', erp_po_number: `PO-${s.orders[0]}` });
        },
      ),
      { numRuns: 200 },
    );
  });
});
