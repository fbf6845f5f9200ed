import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { controlRoutes } from './control-routes.ts';
import { failure } from './errors.ts';
import { CREDENTIALS, rejectLogon, TOKEN_PATH, tokenResponse } from './logon.ts';
import { COST_CENTERS, SUPPLIERS } from './master-data.ts';
import { PURCHASE_ORDER } from './model.ts';
import { Orders } from './orders.ts';
import { render } from './read.ts';
import { createPurchaseOrderService, SERVICE_ROOT } from './service.ts';
import { Sessions } from './sessions.ts';
import { SapSettingsSchema } from './settings.ts';

/**
 * Simulator of SAP S/4HANA, limited to the purchase order service API_PURCHASEORDER_2: create, read, change and delete.
 * Comments such as (sap 12) cite facts of docs/sources/sap.md. Not simulated, and rejected by name: `$metadata`,
 * `$batch`, `$expand`, navigation, adding items to an existing order.
 */
export async function createSap({ state, clock }: SimulatorContext): Promise<Simulator> {
  const orders = new Orders(await state.collection('orders'), clock);
  const settings = new Settings(SapSettingsSchema, await state.collection('settings'));
  const sessions = new Sessions(clock);
  const tokens = new AccessTokens(clock);
  const service = createPurchaseOrderService(orders, settings, clock);

  function handle(request: HttpRequest): HttpResponse {
    if (request.path === TOKEN_PATH) {
      return tokenResponse(request, tokens, settings.current.tokenLifetimeSeconds);
    }
    const rejection = rejectLogon(request, tokens);
    if (rejection) return rejection;
    if (!`${request.path}/`.startsWith(SERVICE_ROOT)) return failure(404, clock());
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead) return sessions.withFetchedToken(request, service(request));
    return sessions.rejectWrite(request) ?? service(request);
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure: (status) => failure(status, clock()),
    contents: () => ({
      purchaseOrders: [...orders.all()].map((order) =>
        render(PURCHASE_ORDER, { entity: order, order }, { deep: true }),
      ),
      suppliers: SUPPLIERS,
      costCenters: COST_CENTERS,
      settings: settings.current,
    }),
    reset: () => {
      sessions.expireAll();
      tokens.expireAll();
    },
    control: controlRoutes(orders, settings, sessions, tokens),
  };
}
