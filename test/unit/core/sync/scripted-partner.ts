import { PermanentError } from '../../../../core/sync/errors.ts';
import type { IntegrationLimits } from '../../../../core/sync/integration-state.ts';
import type { Known, PartnerPort, Step, Work } from '../../../../core/sync/partner-port.ts';
import type { Subject } from '../../../../core/sync/subject.ts';
import { type Call, FAILURES } from './calls.ts';

/** How long after a call was cut off the partner completes it. */
const LATE_MS = 9_000;

export interface Thing extends Subject {
  readonly number: string | null;
  readonly wanted: boolean;
}

/** A document at the partner, as its writes leave it. */
export interface Document {
  readonly id: string;
  /** The revision of the last write. */
  readonly revision: number;
  readonly pages: number;
  readonly cancelled: boolean;
}

export interface PartnerOptions {
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

/** What the partner shares with the rest of a situation. */
export interface World {
  now: number;
  /** When the invocation times out. */
  deadline: number;
  /** Whether the process dies when it saves what the call led to. */
  diesAtSave: boolean;
  crash(): never;
  changeSubject(kind: 'change' | 'cancel'): void;
}

type TestWork = Omit<Work, 'limits'>;

/** A partner that holds documents and answers its calls as the options say. */
export function scriptedPartner(
  world: World,
  {
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
  }: PartnerOptions,
) {
  const limits: IntegrationLimits = { requestsPerSecond: 1000, maxInFlight: 4, inDoubtMs, ...given };
  const documents: Document[] = [];
  const calledOperations: string[] = [];
  const script = [...calls];
  const failingLooks = [...looks];
  let writes = 0;
  let plansToFail = failingPlans;
  let pollsLeft = polls;
  /** Effects that the partner completes after their calls were cut off. */
  const completions: { readonly at: number; readonly effect: () => void }[] = [];
  const completeCalls = (): void => {
    while ((completions[0]?.at ?? Number.POSITIVE_INFINITY) <= world.now) completions.shift()?.effect();
  };

  /** A write at the partner, as the script says. */
  const write = (operation: string, effect: () => void): void => {
    calledOperations.push(operation);
    completeCalls();
    const change = changes[++writes];
    if (change) world.changeSubject(change);
    const call = script.shift() ?? 'ok';
    world.diesAtSave = call === 'crash-after-save';
    if (call === 'crash-late') world.now = world.deadline - 100;
    if (call.endsWith('-late')) completions.push({ at: world.now + lateMs, effect });
    if (call === 'ok' || call.endsWith('-after') || call === 'crash-after-save') effect();
    if (call === 'crash-before' || call === 'crash-after' || call === 'crash-late') world.crash();
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
    world.now += lookMs;
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
  const link = (id: string, { revision, wanted }: Thing): TestWork => ({
    intent: 'link',
    async act() {
      look('read link');
      if (id === 'missing') throw new PermanentError('sap.http_404', 'not found');
      if (documents.length === 0) documents.push({ id, revision, pages, cancelled: false });
      return { kind: wanted ? 'done' : 'step', document: { id } };
    },
  });

  const planned = (thing: Thing, known: Known): TestWork | undefined => {
    if (known.linked) return link(known.linked.id, thing);
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

  return { port, documents, calledOperations };
}
