import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { controlRoutes, SapSettingsSchema } from './control-routes.ts';
import type { Postings } from './goods-receipts.ts';
import { CREDENTIALS, rejectLogon, Sessions, TOKEN_PATH, tokenResponse } from './logon.ts';
import { COST_CENTERS } from './master-data.ts';
import { readMasterData } from './master-records.ts';
import { masterServices, V2_ROOT } from './master-services.ts';
import { PURCHASE_ORDER } from './model.ts';
import { clientError, htmlPage, SapError, unauthorized } from './odata/errors.ts';
import { render, serve, wholeShape } from './odata/read.ts';
import { V2 } from './odata/v2.ts';
import { V4 } from './odata/v4.ts';
import { orderService } from './order-service.ts';
import { purchaseOrders } from './orders.ts';

/**
 * Simulator of SAP S/4HANA, limited to the purchase order service API_PURCHASEORDER_2 (create, read, change and delete),
 * and to reads of suppliers, products and cost center figures over OData V2.
 * Comments such as (sap 12) cite facts of docs/sources/sap.md. Not simulated, and rejected by name: `$metadata`,
 * `$batch`, `$count` as a path, adding items to an existing order.
 */
export async function createSap({ state, clock }: SimulatorContext): Promise<Simulator> {
  const master = await readMasterData(state, clock);
  const orders = purchaseOrders(await state.collection('orders'), master, clock);
  const postings: Postings = await state.collection('postings');
  const settings = new Settings(SapSettingsSchema, await state.collection('settings'));
  const sessions = new Sessions(clock);
  const tokens = new AccessTokens(clock);
  const services = [orderService(orders, settings, clock), ...masterServices(master, postings)];

  function handle(request: HttpRequest): HttpResponse {
    if (request.path === TOKEN_PATH) {
      return tokenResponse(request, tokens, settings.current.tokenLifetimeSeconds);
    }
    const rejection = rejectLogon(request, tokens);
    if (rejection) return rejection;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead) return sessions.withFetchedToken(request, respond(request));
    return sessions.rejectWrite(request) ?? respond(request);
  }

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
    if (status === 401) return unauthorized();
    if (status === 503) return htmlPage(status, '503 Service Unavailable');
    const category = status < 500 ? 'Client_Error' : 'System_Error';
    return V4.error(
      new SapError(status, category, [{ code: 'SY/530', text: `Request ended with ${status}` }]),
      clock(),
    );
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure,
    contents: () => ({
      purchaseOrders: [...orders.all()].map((order) => {
        const row = { entity: order, root: order };
        return render(V4, { type: PURCHASE_ORDER, base: '' }, row, wholeShape(PURCHASE_ORDER));
      }),
      goodsReceiptPostings: [...postings.values()],
      suppliers: [...master.suppliers.all()],
      products: [...master.products.all()],
      budgets: [...master.budgets.all()],
      costCenters: COST_CENTERS.map((CostCenter) => ({ CostCenter })),
      settings: settings.current,
    }),
    reset: () => {
      sessions.expireAll();
      tokens.expireAll();
    },
    control: {
      ...controlRoutes(orders, settings, postings, sessions, tokens, clock),
      ...master.suppliers.routes,
      ...master.products.routes,
      ...master.budgets.routes,
    },
  };
}
