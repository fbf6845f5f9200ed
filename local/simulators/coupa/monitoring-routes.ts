import type { Table } from '../table.ts';
import type { VendorCall, VendorRoutes } from '../vendor-api.ts';
import { complete, type Document, type Row } from './document.ts';
import { invalid } from './errors.ts';
import type { Monitoring } from './monitoring.ts';
import { CONTACT, ENTRY, INPUT, INTEGRATION, REQUIRED, RUN, RUN_ACTIONS, WORDS } from './monitoring-model.ts';
import { missing } from './read-document.ts';
import { createResource, type Resource } from './resource.ts';
import type { CoupaSettings } from './settings.ts';

/** Integrations and their contacts, runs, history records and errors (coupa 38–47). */
export function monitoringRoutes(monitoring: Monitoring, settings: CoupaSettings): VendorRoutes {
  const { integrations, contacts, runs, history, errors } = monitoring.stored;

  function resourceOf(object: keyof typeof REQUIRED, table: Table<Row>, example: Document) {
    const render = (row: Row): Document => {
      const found = table === runs ? monitoring.errorsOf(row).map((error) => complete(ENTRY, error)) : undefined;
      return { ...complete(example, row), ...(found && { 'integration-errors': found }) };
    };
    const resource = createResource({ path: `/api/${object}s`, object, table, example, settings, render });
    return { ...resource, required: REQUIRED[object] };
  }

  function creatable(resource: ReturnType<typeof resourceOf>, input: Document): VendorRoutes {
    const create = (call: VendorCall) => {
      const [output, body] = [resource.output(call), resource.read(call, input, WORDS)];
      const created = monitoring.create(resource.table, body, missing(body, resource.required));
      return resource.respond(201, accepted(resource, created), output);
    };
    return { ...resource.reads, [`POST ${resource.path}`]: create };
  }

  function reported(resource: ReturnType<typeof resourceOf>): VendorRoutes {
    const { path, object, table } = resource;
    const create = (alerts: boolean) => (call: VendorCall) => {
      const [output, body] = [resource.output(call), resource.read(call, INPUT.entry, WORDS)];
      const entry = accepted(resource, monitoring.report(table, body, missing(body, resource.required)));
      if (alerts) monitoring.alert(object, entry);
      return resource.respond(201, entry, output);
    };
    const resolve = (resolved: boolean) => (call: VendorCall) => {
      const [found, output] = [resource.find(call), resource.output(call)];
      const entry = resource.render(accepted(resource, monitoring.resolve(table, found, resolved)), false);
      return output.respond(200, settings.current.resolveReturns === 'array' ? [entry] : entry);
    };
    return {
      ...resource.reads,
      [`POST ${path}`]: create(false),
      [`POST ${path}/create_alert`]: create(true),
      [`PUT ${path}/{id}/resolve`]: resolve(true),
      [`PUT ${path}/{id}/unresolve`]: resolve(false),
    };
  }

  const runResource = resourceOf('integration_run', runs, RUN);
  const runActions = Object.keys(RUN_ACTIONS).map((name) => [
    `PUT ${runResource.path}/{id}/${name}`,
    (call: VendorCall) => {
      const [run, output] = [runResource.find(call), runResource.output(call)];
      const { integration: _, ...totals } = runResource.read(call, INPUT.integration_run);
      return runResource.respond(200, accepted(runResource, monitoring.act(run, name, totals)), output);
    },
  ]);
  return {
    ...creatable(resourceOf('integration', integrations, INTEGRATION), INPUT.integration),
    ...creatable(resourceOf('integration_contact', contacts, CONTACT), INPUT.integration_contact),
    ...creatable(runResource, INPUT.integration_run),
    ...Object.fromEntries(runActions),
    ...reported(resourceOf('integration_history_record', history, ENTRY)),
    ...reported(resourceOf('integration_error', errors, ENTRY)),
  };
}

/** Throws what is wrong, if the work was refused. */
function accepted({ object }: Pick<Resource<Row>, 'object'>, result: Row | readonly string[]): Row {
  if ('id' in result) return result;
  throw invalid(object, result);
}
