/**
 * Simulator for SAP S/4HANA, limited to purchase orders over OData V4 (API_PURCHASEORDER_2).
 *
 * - logon (Basic, OAuth2 client credentials) ............ `logon.ts`
 * - security sessions and CSRF tokens ................... `sessions.ts`
 * - what comes from before the service: 401, 403, 503 ... `failures.ts`
 * - the service's methods ............................... `service.ts`, `read.ts`, `write.ts`
 * - URLs: path; query options; `$filter`; shape ......... `resources.ts`, `query.ts`, `filter.ts`, `shape.ts`
 * - entity types, `$metadata` ........................... `edm.ts`, `model.ts`, `model-children.ts`, `metadata.ts`
 * - from a body to an order: types; defaults; checks .... `payload.ts`, `complete-order.ts`, `checks/`
 * - the orders held, numbering, ETags ................... `orders.ts`
 * - errors and warnings in SAP's shape .................. `errors.ts`, `warnings.ts`
 * - the organization before the first order ............. `master-data.ts`, `settings.ts`
 * - additions to the control API ........................ `control-routes.ts`
 *
 * "Facts 1.4" and the like in comments are sections of the fact sheet on SAP; its marks: M service metadata, V vendor
 * documentation, C public client code. "Inferred" marks what no source states.
 * Not simulated: `$batch`, inserting children into an existing order, the V2 services, other APIs.
 */
import type { HttpRequest } from '../../http/message.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { controlRoutes } from './control-routes.ts';
import { csrfRequired, failure } from './failures.ts';
import { CREDENTIALS, Logon, TOKEN_PATH } from './logon.ts';
import { COST_CENTERS, SUPPLIERS } from './master-data.ts';
import { PURCHASE_ORDER } from './model.ts';
import { Orders } from './orders.ts';
import { PurchaseOrderService, SERVICE_ROOT } from './service.ts';
import { Sessions } from './sessions.ts';
import { Settings } from './settings.ts';
import { fullShape, render } from './shape.ts';

export async function createSap({ state, clock }: SimulatorContext): Promise<Simulator> {
  const orders = new Orders(await state.collection('orders'), clock);
  const settings = new Settings(await state.collection('settings'));
  const sessions = new Sessions(clock);
  const logon = new Logon(clock);
  const service = new PurchaseOrderService(orders, settings, clock);

  const handle = (request: HttpRequest) => {
    if (request.path === TOKEN_PATH) return logon.token(request, settings.current.tokenLifetimeSeconds);
    const refusal = logon.refuse(request);
    if (refusal) return refusal;
    if (!`${request.path}/`.startsWith(SERVICE_ROOT)) return failure(404, clock());
    const modifies = request.method !== 'GET' && request.method !== 'HEAD';
    if (modifies) return sessions.accepts(request) ? service.handle(request) : csrfRequired();
    return sessions.answerFetch(request, service.handle(request));
  };

  return {
    credentials: CREDENTIALS,
    handle,
    failure: (status) => failure(status, clock()),
    contents: () => ({
      purchaseOrders: orders.all().map((order) => render(PURCHASE_ORDER, order, order, fullShape(PURCHASE_ORDER))),
      suppliers: SUPPLIERS,
      costCenters: COST_CENTERS,
      settings: settings.current,
    }),
    reset: () => {
      orders.reset();
      sessions.expire();
      logon.expireTokens();
    },
    control: controlRoutes(orders, settings, sessions, logon),
  };
}
