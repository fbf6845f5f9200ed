import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { PermanentError, RetryableError } from '../../../../core/partners/errors.ts';
import { type CircuitBreaker, CLOSED } from '../../../../core/sync/circuit-breaker.ts';
import type { PartnerPort } from '../../../../core/sync/partner-port.ts';
import { createSyncMachine, type SyncStore, type SyncVerdict } from '../../../../core/sync/sync-machine.ts';
import { newSyncRecord, retryOrdered, type SyncRecord } from '../../../../core/sync/sync-record.ts';
import { approvedLaptop } from '../../support/requests.ts';

/** How one call to the partner goes; what is not listed goes well. */
type Call =
  | 'ok'
  | 'busy'
  | 'down'
  | 'refused'
  | 'lost-before'
  | 'lost-after'
  | 'lost-late'
  | 'crash-before'
  | 'crash-after'
  | 'crash-late'
  | 'broken';

/** The partner finishes a call that was cut off this long after. */
const LATE_MS = 9_000;

/** The process dies: nothing after this point happens, and nobody hears of it. */
class Crash extends Error {}

const REMAINING_MS = 30_000;

/** One request, its record, a partner that holds orders, and a clock that only the test moves. */
function situation({ searchable = true, calls = [] as readonly Call[], finds = [] as readonly Call[] } = {}) {
  let now = 1_708_733_100_000;
  let request: ProcurementRequest = approvedLaptop;
  let record: SyncRecord = newSyncRecord({
    orgId: request.org_id,
    partner: 'sap',
    requestId: request.id,
    jobId: 'sync_8mWqR3nT5vXp',
    nowMs: now,
  });
  let breaker: CircuitBreaker = CLOSED;
  const orders: string[] = [];
  const heard: string[] = [];
  const script = [...calls];
  const failingFinds = [...finds];
  let dead = false;
  const crash = (): never => {
    dead = true;
    throw new Crash();
  };
  /** When calls that were cut off will have made their orders. */
  const atWork: number[] = [];
  const finishWork = (): void => {
    while ((atWork[0] ?? Number.POSITIVE_INFINITY) <= now) {
      atWork.shift();
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
    async saveOutcome(held, outcome, ordered) {
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

  const port: PartnerPort = {
    partner: 'sap',
    settleMs: 10_000,
    prepareOrder: async () => ({
      ...(searchable && {
        async find() {
          heard.push('find');
          finishWork();
          if (failingFinds.shift() === 'down') {
            throw new RetryableError('sap.http_503', 'down', { effect: 'none', partnerDown: true });
          }
          const [first] = orders;
          return first === undefined ? undefined : { id: first };
        },
      }),
      async create() {
        heard.push('create');
        finishWork();
        const call = script.shift() ?? 'ok';
        if (call === 'crash-before') crash();
        if (call === 'broken') throw new TypeError('a defect');
        if (call === 'refused') throw new PermanentError('sap.http_400', 'Supplier 42 does not exist');
        if (call === 'busy')
          throw new RetryableError('sap.http_429', 'later', {
            effect: 'none',
            partnerDown: true,
            retryAfterSeconds: 2,
          });
        if (call === 'down') throw new RetryableError('sap.http_503', 'down', { effect: 'none', partnerDown: true });
        if (call === 'lost-before')
          throw new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
        if (call === 'crash-late') now += REMAINING_MS - 100;
        if (call.endsWith('-late')) atWork.push(now + LATE_MS);
        if (call === 'crash-late') crash();
        if (call === 'lost-late')
          throw new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
        orders.push(nextNumber());
        if (call === 'crash-after') crash();
        if (call === 'lost-after')
          throw new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
        return { id: orders.at(-1) ?? '' };
      },
    }),
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
    heard,
    get request() {
      return request;
    },
    get record() {
      return record;
    },
    retry() {
      record = retryOrdered(record, now);
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
    nudge(): Promise<SyncVerdict> {
      dead = false;
      return synchronize(request.org_id, request.id, REMAINING_MS);
    },
    /** Delivers the message again and again, as the queue would, until the machine lets go of it. */
    async settle(): Promise<number> {
      for (let deliveries = 1; deliveries < 500; deliveries++) {
        const verdict = await this.nudge().catch((error) => {
          // The queue gives a message back to the next consumer, whatever happened to this one.
          if (error instanceof Crash) return { kind: 'again' as const, afterMs: 500 };
          throw error;
        });
        if (verdict.kind !== 'again') return deliveries;
        now += verdict.afterMs;
      }
      throw new Error('the machine never came to rest');
    },
  };
}

describe('the sync machine', () => {
  it('it creates the order once, and the request learns its number', async () => {
    const s = situation();
    await s.settle();
    expect(s.orders).toHaveLength(1);
    expect(s.heard).toEqual(['create']);
    expect(s.request).toMatchObject({ status: 'ordered', erp_po_number: 'PO-4500012847', version: 3 });
    expect(s.record).toMatchObject({
      state: 'synced',
      synced_version: 2,
      partner_document_id: '4500012847',
      lease_until: 0,
    });
  });

  it('a message that comes again changes nothing and calls nobody', async () => {
    const s = situation();
    await s.settle();
    const before = s.record;
    expect(await s.nudge()).toEqual({ kind: 'done' });
    expect(s.record).toBe(before);
    expect(s.heard).toEqual(['create']);
  });

  it.each<[Call]>([['lost-after'], ['crash-after'], ['lost-late'], ['crash-late']])(
    'after %s it finds its order instead of creating another',
    async (call) => {
      const s = situation({ calls: [call] });
      await s.settle();
      expect(s.orders).toHaveLength(1);
      expect(s.heard.filter((call) => call === 'create')).toHaveLength(1);
      expect(s.request.erp_po_number).toBe('PO-4500012847');
    },
  );

  it('a call that was cut off may still be at work: "not found" counts only once it has had time to end', async () => {
    const s = situation({ calls: ['lost-before'] });
    const verdict = await s.nudge();
    if (verdict.kind === 'again') s.pass(verdict.afterMs);
    expect(await s.nudge()).toMatchObject({ kind: 'again' });
    expect(s.heard).toEqual(['create', 'find']);
    await s.settle();
    // It keeps looking meanwhile, so that an order that comes late is found early.
    expect(s.heard.join(' ')).toMatch(/^create( find){3,} create$/);
    expect(s.orders).toHaveLength(1);
  });

  it('a search that fails in between does not shorten that time', async () => {
    const s = situation({ calls: ['crash-late'], finds: ['down', 'down'] });
    await s.settle();
    expect(s.heard.filter((call) => call === 'create')).toHaveLength(1);
    expect(s.orders).toHaveLength(1);
  });

  it('a failure of ours leaves the record free, says so on it, and fails the message', async () => {
    const s = situation({ calls: ['broken'] });
    await expect(s.nudge()).rejects.toThrow('a defect');
    expect(s.record).toMatchObject({ state: 'pending', lease_until: 0, last_error: { code: 'hub.internal_error' } });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('while another consumer holds the lease, the message waits until it ends', async () => {
    const s = situation({ calls: ['crash-before'] });
    await expect(s.nudge()).rejects.toThrow(Crash);
    expect(await s.nudge()).toEqual({ kind: 'again', afterMs: REMAINING_MS + 1000 });
    expect(s.heard).toEqual(['create']);
  });

  it('of two consumers at the same moment one calls and one waits', async () => {
    const s = situation();
    const verdicts = await Promise.all([s.nudge(), s.nudge()]);
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['again', 'done']);
    expect(s.heard).toEqual(['create']);
  });

  it('a permanent refusal is recorded in words and not repeated, until a person orders a retry', async () => {
    const s = situation({ calls: ['refused'] });
    await s.settle();
    expect(s.record).toMatchObject({
      state: 'failed',
      last_error: { code: 'sap.http_400', message: 'Supplier 42 does not exist' },
    });
    expect(s.request.status).toBe('approved');
    expect(await s.nudge()).toEqual({ kind: 'done' });
    s.retry();
    await s.settle();
    expect(s.heard).toEqual(['create', 'find', 'create']);
    expect(s.request.status).toBe('ordered');
  });

  it('it waits as long as the partner asks', async () => {
    const s = situation({ calls: ['busy'] });
    expect(await s.nudge()).toEqual({ kind: 'again', afterMs: 2000 });
    s.pass(1999);
    expect(await s.nudge()).toEqual({ kind: 'again', afterMs: 1 });
    expect(s.heard).toEqual(['create']);
  });

  it('a partner that stays down is left alone between probes', async () => {
    const s = situation({ calls: Array<Call>(20).fill('down') });
    await s.settle();
    const creates = s.heard.filter((call) => call === 'create').length;
    expect(creates).toBe(21);
    expect(s.orders).toHaveLength(1);
  });

  it.each<[Call]>([['lost-after'], ['crash-before'], ['crash-after']])(
    'a partner that cannot be searched: after %s a person must look, and no second document is made',
    async (call) => {
      const s = situation({ searchable: false, calls: [call] });
      await s.settle();
      expect(s.record).toMatchObject({ state: 'unknown', last_error: { code: 'sync.outcome_unknown' } });
      expect(s.heard).toEqual(['create']);
    },
  );

  it('a partner that cannot be searched is called again after a failure that did nothing', async () => {
    const s = situation({ searchable: false, calls: ['down', 'busy'] });
    await s.settle();
    expect(s.orders).toHaveLength(1);
  });

  it('whatever happens to the calls, there is exactly one order in the end, and the request has its number', async () => {
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
