import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import type { Table } from '../table.ts';
import { type Document, documentIn, documentsIn, type Json, now, type Row } from './document.ts';
import { invalid } from './errors.ts';
import type { Action } from './model.ts';
import { REQUIRED } from './monitoring-model.ts';
import { missing } from './read-document.ts';
import type { CoupaSettings } from './settings.ts';
import type { Tables } from './tables.ts';

/** For example `integration_run`, as its refusals name it. */
export type MonitoringObject = keyof typeof REQUIRED;

/** What happens to integrations, their runs, and what they report of documents. */
export class Monitoring {
  readonly tables: Omit<Tables, 'purchase_orders'>;
  readonly #alerts: MemoryCollection<Document>;
  readonly #settings: CoupaSettings;
  readonly #clock: Clock;

  constructor(tables: Tables, alerts: MemoryCollection<Document>, settings: CoupaSettings, clock: Clock) {
    this.tables = tables;
    this.#alerts = alerts;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** An integration, contact or run. Integrations have names and codes of their own. */
  create(object: MonitoringObject, table: Table<Row>, body: Document): Row {
    const owner = this.#integration(body.integration);
    const problems = missing(body, REQUIRED[object]);
    if (body.integration && !owner) problems.push("Integration can't be found");
    if (object === 'integration') {
      const isTaken = (name: string) => table.all().some((other) => other[name] === body[name]);
      if (isTaken('name')) problems.push('Name has already been taken');
      if (isTaken('code')) problems.push('Code has already been taken');
    }
    if (problems.length > 0) throw invalid(object, problems);
    return table.put({ ...body, ...(owner && { integration: keysOf(owner) }), ...this.#stamps(table) });
  }

  /** A history record or an error. Its integration is its run's when it names none (coupa 39, 47). */
  report(object: MonitoringObject, table: Table<Row>, body: Document): Row {
    const { 'integration-run': reference, 'integration-run-id': ownId, responses, integration, ...rest } = body;
    const runId = documentIn(reference).id ?? ownId ?? null;
    const run = typeof runId === 'number' ? this.tables.integration_runs.get(runId) : undefined;
    const owner = this.#integration(integration ?? run?.integration);
    const problems = missing({ ...body, 'integration-run': runId }, REQUIRED[object]);
    if (runId !== null && !run) problems.push("Integration run can't be found");
    if (integration && !owner) problems.push("Integration can't be found");
    if (problems.length > 0) throw invalid(object, problems);
    const stamps = this.#stamps(table);
    return table.put({
      ...{ ...rest, ...stamps, resolved: false, integration: owner ? keysOf(owner) : null },
      ...{ 'integration-run': run ? { id: run.id } : null, 'integration-run-id': run?.id ?? null },
      responses: documentsIn(responses).map((each, index) => ({
        ...{ ...each, ...stamps, id: stamps.id * 1000 + index + 1 },
      })),
    });
  }

  /** Tells the contacts of an entry's integration whose alert type fits (coupa 46). */
  alert(object: string, entry: Row): void {
    const contacts = this.tables.integration_contacts.all().filter((contact) => {
      const types = [contact['contact-alert-type'], entry['contact-alert-type']];
      const isOwners = documentIn(contact.integration).id === documentIn(entry.integration).id;
      return isOwners && (types[0] === types[1] || types.includes('Both'));
    });
    this.#alerts.append({ 'created-at': now(this.#clock), [object.replaceAll('_', '-')]: entry, contacts });
  }

  /** coupa 40. */
  resolve(object: string, table: Table<Row>, entry: Row): Row | Row[] {
    const { resolveTwice, resolveReturns } = this.#settings.current;
    if (entry.resolved && resolveTwice === 'rejected') throw invalid(object, ['Resolved is already true']);
    const resolved = table.put({ ...entry, resolved: true, 'updated-at': now(this.#clock) });
    return resolveReturns === 'array' ? [resolved] : resolved;
  }

  /** coupa 42, 43. */
  act(run: Row, totals: Document, name: string, { from, to }: Action): Row {
    const { successWithErrors } = this.#settings.current;
    const status = String(run.status ?? 'pending');
    const problem = (message: string) => invalid('integration_run', [message]);
    if (!from.includes(status)) throw problem(`Status is ${status}: ${name} is not possible`);
    const isFlawed = name === 'success' && this.errorsOf(run).some(({ resolved }) => resolved === false);
    if (isFlawed && successWithErrors === 'rejected') throw problem('Integration errors exist');
    const at = now(this.#clock);
    return this.tables.integration_runs.put({
      ...{ ...run, ...totals, status: isFlawed ? successWithErrors : to },
      ...{ 'updated-at': at, [name === 'run' ? 'start-time' : 'end-time']: at },
    });
  }

  errorsOf(run: Row): readonly Row[] {
    return this.tables.integration_errors.having('integration-run-id', run.id);
  }

  /** What an order shows as its current records (coupa 39). */
  unresolvedHistory(orderId: number): Row[] {
    const found = this.tables.integration_history_records.having('document-id', orderId);
    return found.filter((entry) => entry['document-type'] === 'OrderHeader' && entry.resolved === false);
  }

  #integration(reference: Json | undefined): Row | undefined {
    const entries = Object.entries(documentIn(reference)).filter(([, value]) => value !== null);
    const isMeant = (integration: Row) => entries.every(([name, value]) => integration[name] === value);
    return entries.length === 0 ? undefined : this.tables.integrations.all().find(isMeant);
  }

  #stamps(table: Table<Row>) {
    const at = now(this.#clock);
    return { id: table.nextId, 'created-at': at, 'updated-at': at };
  }
}

function keysOf({ id, code, name }: Row): Document {
  return { id, code, name };
}
