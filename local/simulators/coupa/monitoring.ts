import type { MemoryState } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import { Table } from '../table.ts';
import { type Document, documentIn, documentsIn, type Json, now, type Row } from './document.ts';
import { CONTACT, ENTRY, INTEGRATION, RUN, RUN_ACTIONS } from './monitoring-model.ts';
import { valuesLike } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** Where it refuses, a method returns the problems. */
type Result = Row | readonly string[];

/** The stored integrations, contacts, runs, history records, errors and alerts. */
export async function openMonitoring(state: MemoryState) {
  async function open(name: string, example: Document, groupedBy: string[], firstId: number): Promise<Table<Row>> {
    const indexed = ['id', 'document-id', 'integration-run-id', 'created-at', 'updated-at'];
    return new Table(await state.collection<Row>(name), {
      ...{ groupedBy, indexed: indexed.filter((field) => field in example), firstId, readField: valuesLike(example) },
    });
  }
  return {
    integrations: await open('integrations', INTEGRATION, [], 1),
    contacts: await open('integration_contacts', CONTACT, [], 1),
    runs: await open('integration_runs', RUN, ['status'], 88),
    history: await open('integration_history_records', ENTRY, ['resolved'], 501),
    errors: await open('integration_errors', ENTRY, ['resolved'], 901),
    alerts: await state.collection<Document>('alerts'),
  };
}
type Stored = Awaited<ReturnType<typeof openMonitoring>>;

/** What happens to integrations, their runs, and what they report of documents. */
export class Monitoring {
  readonly stored: Stored;
  readonly #settings: CoupaSettings;
  readonly #clock: Clock;

  constructor(stored: Stored, settings: CoupaSettings, clock: Clock) {
    this.stored = stored;
    this.#settings = settings;
    this.#clock = clock;
  }

  reset(): void {
    const { integrations, contacts, runs, history, errors } = this.stored;
    for (const table of [integrations, contacts, runs, history, errors]) table.reset();
  }

  /** An integration, contact or run. Integrations have names and codes of their own. */
  create(table: Table<Row>, { integration, ...body }: Document, known: readonly string[]): Result {
    const owner = this.#find(integration);
    const problems = [...known, ...(integration && !owner ? ["Integration can't be found"] : [])];
    if (table === this.stored.integrations) {
      const others = table.all();
      for (const [name, label] of Object.entries({ name: 'Name', code: 'Code' })) {
        if (others.some((other) => other[name] === body[name])) problems.push(`${label} has already been taken`);
      }
    }
    if (problems.length > 0) return problems;
    return table.put({ ...body, ...(owner && { integration: keysOf(owner) }), ...this.#stamps(table) });
  }

  /** A history record or an error. Its integration is its run's when it names none (coupa 39, 47). */
  report(table: Table<Row>, body: Document, known: readonly string[]): Result {
    const { 'integration-run': reference, 'integration-run-id': ownId, responses, integration, ...rest } = body;
    const runId = documentIn(reference).id ?? ownId ?? null;
    const run = typeof runId === 'number' ? this.stored.runs.get(runId) : undefined;
    const owner = this.#find(integration ?? run?.integration);
    const problems = [...known];
    if (runId === null && table === this.stored.errors) problems.push("Integration run can't be blank");
    if (runId !== null && !run) problems.push("Integration run can't be found");
    if (integration && !owner) problems.push("Integration can't be found");
    if (problems.length > 0) return problems;
    const stamps = this.#stamps(table);
    return table.put({
      ...{ ...rest, ...stamps, resolved: false, integration: owner ? keysOf(owner) : null },
      ...{ 'integration-run': run ? { id: run.id } : null, 'integration-run-id': run?.id ?? null },
      responses: documentsIn(responses).map((each, index) => ({
        ...each,
        ...stamps,
        id: stamps.id * 1000 + index + 1,
      })),
    });
  }

  /** Tells the contacts of an entry's integration whose alert type fits (coupa 46). */
  alert(object: string, entry: Row): void {
    const type = entry['contact-alert-type'] ?? null;
    const contacts = this.stored.contacts.all().filter((contact) => {
      const types = [contact['contact-alert-type'], type];
      const isOwners = documentIn(contact.integration).id === documentIn(entry.integration).id;
      return isOwners && (types[0] === types[1] || types.includes('Both'));
    });
    this.stored.alerts.append({ 'created-at': now(this.#clock), [object.replaceAll('_', '-')]: entry, contacts });
  }

  resolve(table: Table<Row>, entry: Row, resolved: boolean): Result {
    const isSame = entry.resolved === resolved;
    if (isSame && this.#settings.current.resolveTwice === 'rejected') return [`Resolved is already ${resolved}`];
    return table.put({ ...entry, resolved, 'updated-at': now(this.#clock) });
  }

  /** coupa 42, 43. */
  act(run: Row, name: string, totals: Document): Result {
    const { runningStatus, successWithErrors } = this.#settings.current;
    const action = RUN_ACTIONS[name];
    const status = run.status === 'started' ? 'running' : String(run.status ?? 'pending');
    if (!action?.from.includes(status)) return [`Status is ${status}: ${name} is not possible`];
    const isFlawed = action.to === 'successful' && this.errorsOf(run).some(({ resolved }) => resolved === false);
    if (isFlawed && successWithErrors === 'rejected') return ['Integration errors exist'];
    const [at, isStart] = [now(this.#clock), action.to === 'running'];
    return this.stored.runs.put({
      ...{ ...run, ...totals, 'updated-at': at },
      status: isStart ? runningStatus : isFlawed ? successWithErrors : action.to,
      ...(isStart && { 'start-time': run['start-time'] ?? at }),
      ...(['successful', 'failed'].includes(action.to) && { 'end-time': at }),
    });
  }

  errorsOf(run: Row): readonly Row[] {
    return having(this.stored.errors, 'integration-run-id', run.id);
  }

  /** What an order shows as its current records (coupa 39). */
  unresolvedHistory(orderId: number): Row[] {
    const found = having(this.stored.history, 'document-id', orderId);
    return found.filter((entry) => entry['document-type'] === 'OrderHeader' && entry.resolved === false);
  }

  #find(reference: Json | undefined): Row | undefined {
    const entries = Object.entries(documentIn(reference)).filter(([, value]) => value !== null);
    const isMeant = (integration: Row) => entries.every(([name, value]) => integration[name] === value);
    return entries.length === 0 ? undefined : this.stored.integrations.all().find(isMeant);
  }

  #stamps(table: Table<Row>) {
    const at = now(this.#clock);
    return { id: table.nextId, 'created-at': at, 'updated-at': at };
  }
}

function keysOf({ id, code, name }: Row): Document {
  return { id, code, name };
}

function having(table: Table<Row>, field: string, value: number): readonly Row[] {
  const range = { from: { value, id: Number.NEGATIVE_INFINITY }, to: { value, id: Number.POSITIVE_INFINITY } };
  const conditions = [{ field, range, matches: (row: Row) => row[field] === value }];
  return table.select({ conditions, orderBy: 'id', isDescending: false, offset: 0, limit: Number.POSITIVE_INFINITY });
}
