import { Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { CREDENTIALS, createAccess, failure, notFound, TOKEN_PATH } from './access.ts';
import type { Document } from './document.ts';
import { monitoringRoutes } from './monitoring.ts';
import { createOrders } from './orders.ts';
import { CoupaSettingsSchema, openTables } from './resource.ts';

/**
 * Simulator of Coupa's core API, limited to what carries purchase orders to an ERP: orders, integrations, their runs,
 * history records and errors. Comments such as (coupa 12) cite facts of docs/sources/coupa.md.
 */
export async function createCoupa({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(CoupaSettingsSchema, await state.collection('settings'));
  const tables = await openTables(state);
  const alerts = await state.collection<Document>('alerts');
  const orders = createOrders(tables, settings, clock);
  const access = createAccess(clock);

  const api = createVendorApi({
    before: access.check,
    routes: {
      [`POST ${TOKEN_PATH}`]: access.token,
      ...orders.routes,
      ...monitoringRoutes(tables, alerts, settings, clock),
    },
    unknown: () => notFound().response,
  });

  return {
    credentials: CREDENTIALS,
    // The documents write paths with a slash at the end too.
    handle: (request) => api({ ...request, path: request.path.replace(/\/+$/, '') }),
    failure,
    contents: () => ({
      ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.all()])),
      alerts: [...alerts.values()],
      settings: settings.current,
    }),
    reset: () => {
      for (const table of Object.values(tables)) table.reset();
      access.reset();
    },
    control: {
      ...settings.routes,
      ...orders.control,
      'POST /expire-tokens': access.expireTokens,
    },
  };
}
