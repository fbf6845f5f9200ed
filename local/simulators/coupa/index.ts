import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { RateLimit } from '../rate-limit.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi, isMediaType } from '../vendor-api.ts';
import {
  CREDENTIALS,
  checkAccess,
  failure,
  type Grant,
  notFound,
  reject,
  TOKEN_PATH,
  tokenResponse,
} from './access.ts';
import type { Document } from './document.ts';
import { monitoringRoutes } from './monitoring.ts';
import { createOrders, orderControlRoutes, orderRoutes } from './orders.ts';
import { CoupaSettingsSchema, openTables } from './tables.ts';

/** coupa 51, 52. */
const RATE = { perSecond: 25, burst: 20 };

/**
 * Simulator of Coupa's core API, limited to what carries purchase orders to an ERP: orders, integrations, their runs,
 * history records and errors. Comments such as (coupa 12) cite facts of docs/sources/coupa.md.
 */
export async function createCoupa({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(CoupaSettingsSchema, await state.collection('settings'));
  const tables = await openTables(state);
  const alerts = await state.collection<Document>('alerts');
  const { purchase_orders } = tables;
  const orders = createOrders(purchase_orders, settings, clock);
  const tokens = new AccessTokens<Grant>(clock);
  const rateLimit = new RateLimit(clock);

  function before(request: HttpRequest): void {
    if (!rateLimit.admits(RATE)) throw reject(429, 'Rate limit exceeded');
    checkAccess(request, tokens);
    // coupa 9.
    const accepted = (request.headers.accept ?? '').split(',');
    if (!accepted.some((type) => isMediaType(type, 'application/json'))) {
      throw reject(406, 'Without "Accept: application/json" Coupa answers XML, which is not simulated.');
    }
  }

  const api = createVendorApi({
    before,
    routes: { ...orderRoutes(orders, purchase_orders, settings), ...monitoringRoutes(tables, alerts, settings, clock) },
    unknown: () => notFound().response,
  });

  function handle(request: HttpRequest): HttpResponse {
    // The documents write paths with a slash at the end too.
    const path = request.path.replace(/\/+$/, '');
    if (path !== TOKEN_PATH) return api({ ...request, path });
    return request.method === 'POST' ? tokenResponse(request, tokens) : notFound().response;
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure,
    contents: () => ({
      ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.all()])),
      alerts: [...alerts.values()],
      settings: settings.current,
    }),
    reset: () => {
      for (const table of Object.values(tables)) table.reset();
      tokens.expireAll();
      rateLimit.reset();
    },
    control: {
      ...settings.routes,
      ...orderControlRoutes(orders, purchase_orders),
      'POST /expire-tokens': () => tokens.expireAll(),
    },
  };
}
