import type { MemoryCollection } from '../../collections.ts';
import type { Clock } from '../simulator.ts';
import type { Table } from '../table.ts';
import type { VendorRoute, VendorRoutes } from '../vendor-api.ts';
import { invalid } from './access.ts';
import { complete, type Document, documentIn, documentsIn, isDocument, type Json, now, type Row } from './document.ts';
import { type Action, CONTACT, ENTRY, INPUT, INTEGRATION, REQUIRED, RUN, RUN_ACTIONS, RUN_TOTALS } from './model.ts';
import { missing } from './read-document.ts';
import { type CoupaSettings, createResource, type Tables } from './resource.ts';

/** For example `integration_run`, as its refusals name it. */
type MonitoringObject = keyof typeof REQUIRED;
type Creatable = MonitoringObject & keyof typeof INPUT;

/** Integrations and their contacts, runs, history records and errors (coupa 38–47). */
export function monitoringRoutes(
  tables: Tables,
  alerts: MemoryCollection<Document>,
  settings: CoupaSettings,
  clock: Clock,
): VendorRoutes {
  const { purchase_orders, integrations, integration_contacts, integration_runs, integration_errors } = tables;

  /** The keys of the integration that is meant; undefined when none is named. */
  function integrationOf(reference: Json | undefined, problems: string[]): Document | undefined {
    if (!isDocument(reference)) return undefined;
    const entries = Object.entries(reference).filter(([, value]) => value !== null);
    const isMeant = (integration: Row) => entries.every(([name, value]) => integration[name] === value);
    const found = entries.length === 0 ? undefined : integrations.all().find(isMeant);
    if (found === undefined) problems.push("Integration can't be found");
    return found && { id: found.id, code: found.code, name: found.name };
  }

  function stampsOf(table: Table<Row>) {
    const at = now(clock);
    return { id: table.nextId, 'created-at': at, 'updated-at': at };
  }

  /** Tells the contacts of an entry's integration whose alert type fits (coupa 46). */
  function alert(object: string, entry: Row): void {
    const contacts = integration_contacts.all().filter((contact) => {
      const types = [contact['contact-alert-type'], entry['contact-alert-type']];
      const isOwners = documentIn(contact.integration).id === documentIn(entry.integration).id;
      return isOwners && (types[0] === types[1] || types.includes('Both'));
    });
    alerts.append({ 'created-at': now(clock), [object.replaceAll('_', '-')]: entry, contacts });
  }

  /** An integration, contact or run. Integrations have names and codes of their own. */
  function create(object: MonitoringObject, table: Table<Row>, body: Document): Row {
    const problems = missing(body, REQUIRED[object]);
    const integration = integrationOf(body.integration, problems);
    const isTaken = (name: string) => table.all().some((other) => other[name] === body[name]);
    for (const name of object === 'integration' ? ['Name', 'Code'] : []) {
      if (isTaken(name.toLowerCase())) problems.push(`${name} has already been taken`);
    }
    if (problems.length > 0) throw invalid(object, problems);
    return table.put({ ...body, ...(integration && { integration }), ...stampsOf(table) });
  }

  /** Documents of other types than orders are not simulated (coupa 39). */
  function isDocumentKnown({ 'document-type': type, 'document-id': id }: Document): boolean {
    return type !== 'OrderHeader' || typeof id !== 'number' || purchase_orders.get(id) !== undefined;
  }

  /** A history record or an error. Its integration is its run's when it names none (coupa 39, 47). */
  function report(object: MonitoringObject, table: Table<Row>, body: Document, alerts: boolean): Row {
    const runId = runIdOf(body);
    const run = integration_runs.get(Number(runId));
    const problems = missing({ ...body, 'integration-run': runId }, REQUIRED[object]);
    const integration = integrationOf(body.integration ?? run?.integration, problems) ?? null;
    if (runId !== null && !run) problems.push("Integration run can't be found");
    if (!isDocumentKnown(body)) problems.push("Document can't be found");
    if (problems.length > 0) throw invalid(object, problems);
    const stamps = stampsOf(table);
    const entry = table.put({
      ...{ ...body, ...stamps, integration },
      ...{ 'integration-run': run ? { id: run.id } : null, 'integration-run-id': run?.id ?? null },
      responses: documentsIn(body.responses).map((each, index) => {
        return { ...each, ...stamps, id: stamps.id * 1000 + index + 1 };
      }),
    });
    if (alerts) alert(object, entry);
    return entry;
  }

  /** coupa 40. */
  function resolve(object: string, table: Table<Row>, entry: Row): Row | Row[] {
    const { resolveReturns, secondResolve } = settings.current;
    if (entry.resolved && secondResolve === 'rejected') throw invalid(object, ['Resolved is already true']);
    const resolved = table.put({ ...entry, resolved: true, 'updated-at': now(clock) });
    return resolveReturns === 'array' ? [resolved] : resolved;
  }

  /** coupa 42, 43. */
  function act(run: Row, totals: Document, name: string, { from, to }: Action): Row {
    const { successWithErrors } = settings.current;
    const status = String(run.status ?? 'pending');
    const problem = (message: string) => invalid('integration_run', [message]);
    if (!from.includes(status)) throw problem(`Status is ${status}: ${name} is not possible`);
    const errors = integration_errors.having('integration-run-id', run.id);
    const isFlawed = name === 'success' && errors.some(({ resolved }) => !resolved);
    if (isFlawed && successWithErrors === 'rejected') throw problem('Integration errors exist');
    const times = { 'updated-at': now(clock), [name === 'run' ? 'start-time' : 'end-time']: now(clock) };
    return integration_runs.put({ ...run, ...totals, ...times, status: isFlawed ? successWithErrors : to });
  }

  function resourceOf(object: MonitoringObject, table: Table<Row>, example: Document) {
    const path = `/api/${object}s`;
    const render = (row: Row) => complete(example, row);
    return { path, ...createResource({ path, object, table, example, settings, render }) };
  }

  function creatable(object: Creatable, table: Table<Row>, example: Document): VendorRoutes {
    const { path, reads, creating } = resourceOf(object, table, example);
    return { ...reads, [`POST ${path}`]: creating(INPUT[object], (body) => create(object, table, body)) };
  }

  function reported(object: MonitoringObject, table: Table<Row>): VendorRoutes {
    const { path, reads, creating, changing } = resourceOf(object, table, ENTRY);
    const posting = (alerts: boolean) => creating(INPUT.entry, (body) => report(object, table, body, alerts));
    return {
      ...reads,
      [`POST ${path}`]: posting(false),
      [`POST ${path}/create_alert`]: posting(true),
      [`PUT ${path}/{id}/resolve`]: changing({}, (entry) => resolve(object, table, entry)),
    };
  }

  const runs = resourceOf('integration_run', tables.integration_runs, RUN);
  const runActions = Object.entries(RUN_ACTIONS).map(([name, action]): [string, VendorRoute] => {
    const change = runs.changing(RUN_TOTALS, (run, totals) => act(run, totals, name, action));
    return [`PUT ${runs.path}/{id}/${name}`, change];
  });
  return {
    ...creatable('integration', tables.integrations, INTEGRATION),
    ...creatable('integration_contact', tables.integration_contacts, CONTACT),
    ...creatable('integration_run', tables.integration_runs, RUN),
    ...Object.fromEntries(runActions),
    ...reported('integration_history_record', tables.integration_history_records),
    ...reported('integration_error', tables.integration_errors),
  };
}

function runIdOf(body: Document): Json {
  return documentIn(body['integration-run']).id ?? body['integration-run-id'] ?? null;
}
