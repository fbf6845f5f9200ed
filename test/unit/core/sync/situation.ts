import { IntegrationError, PermanentError, RetryableError } from '../../../../core/sync/errors.ts';
import {
  type IntegrationLimits,
  type IntegrationState,
  NEW_INTEGRATION_STATE,
} from '../../../../core/sync/integration-state.ts';
import type { MessageOutcome } from '../../../../core/sync/message-outcome.ts';
import type { Known, PartnerPort, Step, Work } from '../../../../core/sync/partner-port.ts';
import type { Subject } from '../../../../core/sync/subject.ts';
import { createSyncMachine } from '../../../../core/sync/sync-machine.ts';
import { newSyncRecord, type SyncRecord } from '../../../../core/sync/sync-record.ts';
import { linkRequested, notified, retryRequested, revised } from '../../../../core/sync/sync-requests.ts';
import type { SyncStore } from '../../../../core/sync/sync-store.ts';

/** The outcome of one write at the partner; a write without one succeeds. */
export type Call =
  | 'ok'
  | 'busy'
  | 'down'
  | 'rejected'
  | 'unauthorized'
  | 'not-sent'
  | 'lost-before'
  | 'lost-after'
  | 'lost-late'
  | 'crash-before'
  | 'crash-after'
  | 'crash-late'
  | 'crash-after-save'
  | 'broken';

const LOST = new RetryableError('sap.unreachable', 'lost', { effect: 'unknown', partnerDown: true });
const DOWN = new RetryableError('sap.http_503', 'down', { effect: 'none', partnerDown: true });
const BUSY = new RetryableError('sap.http_429', 'busy', { effect: 'none', partnerDown: true, retryAfterSeconds: 2 });
const FAILURES: ReadonlyMap<Call, Error> = new Map<Call, Error>([
  ['busy', BUSY],
  ['down', DOWN],
  ['rejected', new PermanentError('sap.http_400', 'Supplier 42 does not exist')],
  ['unauthorized', new IntegrationError('sap.unauthorized', 'wrong password')],
  ['not-sent', new RetryableError('sync.out_of_time', 'too late', { effect: 'none', partnerDown: false })],
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

interface Thing extends Subject {
  readonly number: string | null;
  readonly wanted: boolean;
}

/** A document at the partner, as its writes leave it. */
interface Document {
  readonly id: string;
  /** The revision of the last write. */
  readonly revision: number;
  readonly pages: number;
  readonly cancelled: boolean;
}

export interface Options {
  readonly searchable?: boolean;
  readonly calls?: readonly Call[];
  readonly looks?: readonly Call[];
  /** How many times the work can't be planned, by a failure of the hub. */
  readonly failingPlans?: number;
  readonly inDoubtMs?: number;
  readonly lateMs?: number;
  /** How long a search takes; the partner reads its documents when the search begins. */
  readonly lookMs?: number;
  /** How many steps a create takes. */
  readonly pages?: number;
  /** How often the partner is asked after a create before it is done. */
  readonly polls?: number;
  readonly limits?: Partial<IntegrationLimits>;
  /** Changes of the subject, at these numbers of writes at the partner. */
  readonly changes?: Readonly<Record<number, 'change' | 'cancel'>>;
}

/** One subject, its record, a partner that holds documents, and a clock that the test moves. */
export function situation({
  searchable = true,
  calls = [],
  looks = [],
  failingPlans = 0,
  inDoubtMs = 10_000,
  lateMs = LATE_MS,
  lookMs = 0,
  pages = 1,
  polls = 0,
  limits: given = {},
  changes = {},
}: Options = {}) {
  let now = 1_771_920_000_000;
  let subject: Thing = { org_id: 'org_1', id: 'po_1', revision: 1, number: null, wanted: true };
  let record: SyncRecord = newSyncRecord(
    {
      org_id: 'org_1',
      partner: 'sap',
      flow: 'order',
      subject_entity: 'purchase_order',
      subject_id: 'po_1',
      request_id: 'proc_1',
      job_id: 'sync_1',
      revision: 1,
    },
    now,
  );
  let integration: IntegrationState = NEW_INTEGRATION_STATE;
  const limits: IntegrationLimits = { requestsPerSecond: 1000, maxInFlight: 4, inDoubtMs, ...given };
  const documents: Document[] = [];
  const calledOperations: string[] = [];
  const script = [...calls];
  const failingLooks = [...looks];
  let writes = 0;
  let dead = false;
  let diesAtSave = false;
  /** When the invocation times out. */
  let deadline = 0;
  let plansToFail = failingPlans;
  let pollsLeft = polls;
  /** Effects that the partner completes after their calls were cut off. */
  const completions: { readonly at: number; readonly effect: () => void }[] = [];
  const completeCalls = (): void => {
    while ((completions[0]?.at ?? Number.POSITIVE_INFINITY) <= now) completions.shift()?.effect();
  };
  const crash = (): never => {
    dead = true;
    throw new Crash();
  };

  const changeSubject = (kind: 'change' | 'cancel'): void => {
    if (!subject.wanted) return;
    subject = { ...subject, revision: subject.revision + 1, wanted: kind === 'change' };
    record = { ...revised(record, subject.revision, now), version: record.version + 1 };
  };

  const store: SyncStore<Thing> = {
    load: async () => ({ subject, record }),
    async saveRecord(seen, next) {
      if (dead) throw new Crash();
      if (seen.version !== record.version) return false;
      if (diesAtSave && next.lease_owner === null) return crash();
      record = next;
      return true;
    },
    async saveLearned(seen, next, learned) {
      if (dead) throw new Crash();
      if (seen.record.version !== record.version || seen.subject !== subject) return false;
      if (diesAtSave) return crash();
      record = next;
      subject = learned;
      return true;
    },
    loadIntegration: async () => integration,
    async saveIntegration(_, seen, next) {
      if (seen.version !== integration.version) return false;
      integration = { ...next, version: seen.version + 1 };
      return true;
    },
  };

  /** A write at the partner, as the script says. */
  const write = (operation: string, effect: () => void): void => {
    calledOperations.push(operation);
    completeCalls();
    const change = changes[++writes];
    if (change) changeSubject(change);
    const call = script.shift() ?? 'ok';
    diesAtSave = call === 'crash-after-save';
    if (call === 'crash-late') now = deadline - 100;
    if (call.endsWith('-late')) completions.push({ at: now + lateMs, effect });
    if (call === 'ok' || call.endsWith('-after') || call === 'crash-after-save') effect();
    if (call === 'crash-before' || call === 'crash-after' || call === 'crash-late') crash();
    const error = FAILURES.get(call);
    if (error) throw error;
  };

  const look = (operation: string): void => {
    calledOperations.push(operation);
    completeCalls();
    const error = FAILURES.get(failingLooks.shift() ?? 'ok');
    if (error) throw error;
  };
  const take = (): Document[] => {
    const seen = [...documents];
    now += lookMs;
    return seen;
  };
  const put = (changed: Partial<Document>): void => {
    documents[0] = { ...document(), ...changed };
  };
  const document = (): Document => {
    const [first] = documents;
    if (!first) throw new Error('the partner has no document');
    return first;
  };

  type TestWork = Omit<Work, 'limits'>;
  const create = ({ revision }: Thing): TestWork => ({
    intent: 'create',
    async look() {
      look('find');
      const [found] = take();
      const cursor = found && found.pages < pages ? { cursor: String(found.pages + 1) } : {};
      return found && { kind: 'step', document: { id: found.id }, ...cursor };
    },
    async act(): Promise<Step> {
      write('create', () =>
        documents.push({ id: `45000128${47 + documents.length}`, revision, pages: 1, cancelled: false }),
      );
      return after(documents.at(-1), pages > 1 ? '2' : undefined);
    },
  });
  const after = (created: Document | undefined, cursor: string | undefined): Step => {
    const shown = created && { document: { id: created.id } };
    if (cursor !== undefined) return { kind: 'step', ...shown, cursor };
    if (pollsLeft > 0) return { kind: 'poll', ...shown, cursor: 'poll', afterMs: 5_000 };
    return { kind: 'done', ...shown };
  };
  const addPage = (page: number): TestWork => ({
    intent: `page ${page}`,
    async look() {
      look('find page');
      return take()[0]?.pages === page ? after(document(), page < pages ? String(page + 1) : undefined) : undefined;
    },
    async act() {
      write(`page ${page}`, () => put({ pages: page }));
      return after(document(), page < pages ? String(page + 1) : undefined);
    },
  });
  const poll = (): TestWork => ({
    intent: 'poll',
    look: async () => undefined,
    async act() {
      look('poll');
      pollsLeft--;
      return after(document(), undefined);
    },
  });
  const change = ({ revision }: Thing): TestWork => ({
    intent: `change to revision ${revision}`,
    async look() {
      look('compare');
      return take()[0]?.revision === revision ? { kind: 'done' } : undefined;
    },
    async act() {
      write('change', () => put({ revision }));
      return { kind: 'done' };
    },
  });
  const cancel = ({ revision }: Thing): TestWork => ({
    intent: 'cancel',
    async look() {
      look('read');
      return take()[0]?.cancelled ? { kind: 'done' } : undefined;
    },
    async act() {
      write('cancel', () => put({ cancelled: true, revision }));
      return { kind: 'done' };
    },
  });
  const link = (id: string): TestWork => ({
    intent: 'link',
    async act() {
      look('read link');
      if (id === 'missing') throw new PermanentError('sap.http_404', 'not found');
      if (documents.length === 0) documents.push({ id, revision: subject.revision, pages, cancelled: false });
      return { kind: subject.wanted ? 'done' : 'step', document: { id } };
    },
  });

  const planned = (thing: Thing, known: Known): TestWork | undefined => {
    if (known.linked) return link(known.linked.id);
    if (!known.document) return thing.wanted || known.inDoubt ? create(thing) : undefined;
    if (known.cursor === 'poll') return poll();
    if (known.cursor !== undefined) return addPage(Number(known.cursor));
    return thing.wanted ? change(thing) : cancel(thing);
  };

  const port: PartnerPort<Thing> = {
    partner: 'sap',
    flow: 'order',
    entity: 'purchase_order',
    async plan(thing, known) {
      if (plansToFail-- > 0) throw new TypeError('no table');
      const work = planned(thing, known);
      if (!work) return undefined;
      const { look: search, ...rest } = work;
      return { ...rest, limits, ...(search && (searchable || work.intent === 'poll') && { look: search }) };
    },
    learned: (thing, { id }) => (thing.number === id ? undefined : { ...thing, number: id }),
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
    documents,
    calledOperations,
    get subject() {
      return subject;
    },
    get record() {
      return record;
    },
    get integration() {
      return integration;
    },
    set integration(state: IntegrationState) {
      integration = state;
    },
    changeSubject,
    retry() {
      record = retryRequested(record, now);
    },
    link(id: string) {
      record = linkRequested(record, id, now);
    },
    pass(milliseconds: number) {
      now += milliseconds;
    },
    deliver(): Promise<MessageOutcome> {
      dead = false;
      diesAtSave = false;
      deadline = now + REMAINING_MS;
      return synchronize(subject.org_id, subject.id, REMAINING_MS);
    },
    /** Delivers the message as the queue does, until it is acknowledged. Returns the number of deliveries. */
    async settle(): Promise<number> {
      for (let deliveries = 1; deliveries < 1000; deliveries++) {
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
    /** The sweep, when the record is due; its message is delivered. */
    async sweep(): Promise<void> {
      if (record.due_at === null) return;
      now = Math.max(now, record.due_at + 1);
      record = notified(record, now);
      await this.settle();
    },
  };
}
