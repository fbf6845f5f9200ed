import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { controlRoutes, SapSettingsSchema } from './control-routes.ts';
import { failure } from './errors.ts';
import { CREDENTIALS, issueToken, rejectLogon, Sessions, TOKEN_PATH } from './logon.ts';
import { COST_CENTERS } from './master-data.ts';
import { readMasterData } from './master-records.ts';
import { PURCHASE_ORDER } from './model.ts';
import { Orders } from './orders.ts';
import { render } from './read.ts';
import { createPurchaseOrderService, SERVICE_ROOT } from './service.ts';
import { createV2Services, V2_ROOT } from './v2/service.ts';
import { v2Sources } from './v2/sources.ts';

/**
 * Simulator of SAP S/4HANA, limited to the purchase order service API_PURCHASEORDER_2 (create, read, change and delete),
 * and to reads of suppliers, products and cost center figures over OData V2.
 * Comments such as (sap 12) cite facts of docs/sources/sap.md. Not simulated, and rejected by name: `$metadata`,
 * `$batch`, `$expand`, navigation, adding items to an existing order.
 */
export async function createSap({ state, clock }: SimulatorContext): Promise<Simulator> {
  const master = await readMasterData(state, clock);
  const orders = new Orders(await state.collection('orders'), master, clock);
  const settings = new Settings(SapSettingsSchema, await state.collection('settings'));
  const sessions = new Sessions(clock);
  const tokens = new AccessTokens(clock);
  const service = createPurchaseOrderService(orders, settings, clock);
  const v2 = createV2Services(v2Sources(master, orders), () => settings.current.pageSize, clock);

  function handle(request: HttpRequest): HttpResponse {
    if (request.path === TOKEN_PATH) {
      return issueToken(request, tokens, settings.current.tokenLifetimeSeconds);
    }
    const rejection = rejectLogon(request, tokens);
    if (rejection) return rejection;
    const isV2 = request.path.startsWith(V2_ROOT);
    if (!isV2 && !`${request.path}/`.startsWith(SERVICE_ROOT)) return failure(404, clock());
    const serve = isV2 ? v2 : service;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead) return sessions.withFetchedToken(request, serve(request));
    return sessions.rejectWrite(request) ?? serve(request);
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure: (status) => failure(status, clock()),
    contents: () => ({
      purchaseOrders: [...orders.all()].map((order) =>
        render(PURCHASE_ORDER, { entity: order, order }, { deep: true }),
      ),
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
      ...controlRoutes(orders, settings, sessions, tokens, clock),
      ...master.suppliers.routes('suppliers'),
      ...master.products.routes('products'),
      ...master.budgets.routes('budgets'),
    },
  };
}
