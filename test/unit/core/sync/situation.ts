import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { type CircuitBreaker, CLOSED } from '../../../../core/sync/circuit-breaker.ts';
import { PermanentError, RetryableError } from '../../../../core/sync/errors.ts';
import type { MessageOutcome } from '../../../../core/sync/message-outcome.ts';
import type { PartnerPort } from '../../../../core/sync/partner-port.ts';
import { createSyncMachine, type SyncStore } from '../../../../core/sync/sync-machine.ts';
import { retryRequested, type SyncRecord } from '../../../../core/sync/sync-record.ts';
import { approvedLaptop, laptopSync } from '../../support/requests.ts';

/** The outcome of one call to the partner; a call without one succeeds. */
export type Call =
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
export class Crash extends Error {}

export const REMAINING_MS = 30_000;

/** One request, its record, a partner that holds orders, and a clock that the test moves. */
export function situation({
  searchable = true,
  calls = [] as readonly Call[],
  finds = [] as readonly Call[],
  /** How many times the order can't be prepared, by a failure of the hub. */
  failingPreparations = 0,
  inDoubtMs = 10_000,
  lateMs = LATE_MS,
  /** How long a search takes; the partner reads its orders when the search begins. */
  findMs = 0,
} = {}) {
  let now = laptopSync.created_at;
  let request: ProcurementRequest = approvedLaptop;
  let record: SyncRecord = laptopSync;
  let breaker: CircuitBreaker = CLOSED;
  const orders: string[] = [];
  const calledOperations: string[] = [];
  const script = [...calls];
  const failingFinds = [...finds];
  let dead = false;
  /** When the invocation times out. */
  let deadline = 0;
  let failures = failingPreparations;
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
    now += findMs;
    return first === undefined ? undefined : { id: first };
  };

  const create = async () => {
    calledOperations.push('create');
    completeCalls();
    const call = script.shift() ?? 'ok';
    if (call === 'crash-late') now = deadline - 100;
    if (call.endsWith('-late')) completions.push(now + lateMs);
    if (call === 'ok' || call.endsWith('-after')) orders.push(nextNumber());
    if (call.startsWith('crash-')) crash();
    const error = FAILURES.get(call);
    if (error) throw error;
    return { id: orders.at(-1) ?? '' };
  };

  const port: PartnerPort = {
    partner: 'sap',
    prepareOrder: async () => {
      if (failures-- > 0) throw new TypeError('no table');
      return { inDoubtMs, ...(searchable && { find }), create };
    },
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
      deadline = now + REMAINING_MS;
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
