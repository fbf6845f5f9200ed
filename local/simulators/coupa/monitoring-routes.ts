import type { Table } from '../table.ts';
import type { VendorRoute, VendorRoutes } from '../vendor-api.ts';
import { complete, type Document, type Row } from './document.ts';
import type { Monitoring, MonitoringObject } from './monitoring.ts';
import { CONTACT, ENTRY, INPUT, INTEGRATION, RUN, RUN_ACTIONS, RUN_TOTALS } from './monitoring-model.ts';
import { createResource } from './resource.ts';
import type { CoupaSettings } from './settings.ts';
import type { Tables } from './tables.ts';

type Creatable = Exclude<keyof typeof INPUT, 'entry'>;

/** Integrations and their contacts, runs, history records and errors (coupa 38–47). */
export function monitoringRoutes(monitoring: Monitoring, tables: Tables, settings: CoupaSettings): VendorRoutes {
  function resourceOf(object: MonitoringObject, table: Table<Row>, example: Document) {
    const path = `/api/${object}s`;
    const render = (row: Row) => complete(example, row);
    return { path, ...createResource({ path, object, table, example, settings, render }) };
  }

  function creatable(object: Creatable, table: Table<Row>, example: Document): VendorRoutes {
    const { path, reads, creating } = resourceOf(object, table, example);
    const create = creating(INPUT[object], (body) => monitoring.create(object, table, body));
    return { ...reads, [`POST ${path}`]: create };
  }

  function reported(object: MonitoringObject, table: Table<Row>): VendorRoutes {
    const { path, reads, creating, changing } = resourceOf(object, table, ENTRY);
    const create = (alerts: boolean) => creating(INPUT.entry, (body) => monitoring.report(object, table, body, alerts));
    return {
      ...reads,
      [`POST ${path}`]: create(false),
      [`POST ${path}/create_alert`]: create(true),
      [`PUT ${path}/{id}/resolve`]: changing({}, (entry) => monitoring.resolve(object, table, entry)),
    };
  }

  const runs = resourceOf('integration_run', tables.integration_runs, RUN);
  const runActions = Object.entries(RUN_ACTIONS).map(([name, action]): [string, VendorRoute] => [
    `PUT ${runs.path}/{id}/${name}`,
    runs.changing(RUN_TOTALS, (run, totals) => monitoring.act(run, totals, name, action)),
  ]);
  return {
    ...creatable('integration', tables.integrations, INTEGRATION),
    ...creatable('integration_contact', tables.integration_contacts, CONTACT),
    ...creatable('integration_run', tables.integration_runs, RUN),
    ...Object.fromEntries(runActions),
    ...reported('integration_history_record', tables.integration_history_records),
    ...reported('integration_error', tables.integration_errors),
  };
}
