import * as z from 'zod';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { controlRoutes, type Postings } from './control-routes.ts';
import { CREDENTIALS, createLogon } from './logon.ts';
import { COST_CENTERS } from './master-data.ts';
import { readMasterData } from './master-records.ts';
import { masterServices, V2_ROOT } from './master-services.ts';
import { PURCHASE_ORDER } from './model.ts';
import { V2, V4 } from './odata/dialects.ts';
import { clientError, htmlPage, SapError, unauthorized } from './odata/errors.ts';
import { render, serve, wholeShape } from './odata/read.ts';
import { orderService, purchaseOrders } from './orders.ts';

/** How the system is customized. */
const SettingsSchema = z.strictObject({
  /** New orders wait for release (status 03) instead of being active (02). */
  releaseRequired: z.boolean().default(false),
  /** The most rows of a list's page (sap 35). */
  pageSize: z.int().min(1).max(5000).default(100),
  tokenLifetimeSeconds: z.int().min(1).default(1800),
});

/**
 * Simulator of SAP S/4HANA, limited to the purchase order service API_PURCHASEORDER_2 (create, read, change and delete),
 * and to reads of suppliers, products and cost center figures over OData V2.
 * Comments such as (sap 12) cite facts of docs/sources/sap.md. Not simulated, and rejected by name: `$metadata`,
 * `$batch`, `$count` as a path, adding items to an existing order.
 */
export async function createSap({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(SettingsSchema, await state.collection('settings'));
  const master = await readMasterData(state, clock);
  const postings: Postings = await state.collection('postings');
  const orders = purchaseOrders(await state.collection('orders'), master, clock);
  const logon = createLogon(clock, () => settings.current.tokenLifetimeSeconds);
  const services = [
    orderService(orders, () => settings.current.releaseRequired, clock),
    ...masterServices(master, postings),
  ];

  function respond(request: HttpRequest): HttpResponse {
    const { path } = request;
    const service = services.find(({ root }) => `${path}/`.startsWith(root));
    if (service !== undefined) return serve(service, request, settings.current.pageSize, clock());
    if (!path.startsWith(V2_ROOT)) return failure(404);
    const [name] = path.slice(V2_ROOT.length).split('/');
    return V2.error(clientError(403, `No service found for namespace, name ${name}, version 0001`), clock());
  }

  /** For an injected `status` fault, too. */
  function failure(status: number): HttpResponse {
    if (status === 401) return unauthorized('Basic');
    if (status === 503) return htmlPage(status, '503 Service Unavailable');
    const category = status < 500 ? 'Client_Error' : 'System_Error';
    const message = { code: 'SY/530', text: `Request ended with ${status}` };
    return V4.error(new SapError(status, category, [message]), clock());
  }

  return {
    credentials: CREDENTIALS,
    handle: (request) => logon.admit(request, respond),
    failure,
    contents: () => ({
      purchaseOrders: [...orders.rows()].map((order) => {
        const row = { entity: order, root: order };
        return render(V4, { type: PURCHASE_ORDER, base: '' }, row, wholeShape(PURCHASE_ORDER));
      }),
      goodsReceiptPostings: [...postings.values()],
      suppliers: master.suppliers.all(),
      products: master.products.all(),
      budgets: master.budgets.all(),
      costCenters: COST_CENTERS.map((CostCenter) => ({ CostCenter })),
      settings: settings.current,
    }),
    reset: () => {
      logon.expireSessions();
      logon.expireTokens();
    },
    control: {
      'POST /expire-sessions': logon.expireSessions,
      'POST /expire-tokens': logon.expireTokens,
      ...settings.routes,
      ...controlRoutes(orders, postings, clock),
      ...master.suppliers.routes,
      ...master.products.routes,
      ...master.budgets.routes,
    },
  };
}
