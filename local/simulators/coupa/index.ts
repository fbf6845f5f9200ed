import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { RateLimit } from '../rate-limit.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi, isMediaType } from '../vendor-api.ts';
import { controlRoutes } from './control-routes.ts';
import { failure, notFound, rejectFormat, rejectRate } from './errors.ts';
import { CREDENTIALS, checkScope, checkToken, type Grant, TOKEN_PATH, tokenResponse } from './logon.ts';
import { Monitoring, openMonitoring } from './monitoring.ts';
import { monitoringRoutes } from './monitoring-routes.ts';
import { orderRoutes } from './order-routes.ts';
import { Orders } from './orders.ts';
import { CoupaSettingsSchema } from './settings.ts';

/**
 * Simulator of Coupa's core API, limited to what carries purchase orders to an ERP: orders, integrations, their runs,
 * history records and errors. Comments such as (coupa 12) cite facts of docs/sources/coupa.md.
 */
export async function createCoupa({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(CoupaSettingsSchema, await state.collection('settings'));
  const orders = new Orders(await state.collection('purchase_orders'), settings, clock);
  const monitoring = new Monitoring(await openMonitoring(state), settings, clock);
  const tokens = new AccessTokens<Grant>(clock);
  const rateLimit = new RateLimit(clock);

  /** coupa 6–9, 51. */
  function before(request: HttpRequest): void {
    const { requestsPerSecond: perSecond, burst, retryAfterSeconds, defaultFormat } = settings.current;
    if (!rateLimit.admits({ perSecond, burst })) throw rejectRate(retryAfterSeconds);
    const grant = checkToken(request, tokens, clock);
    const accepted = (request.headers.accept ?? '*/*').split(',');
    const isJson = accepted.some((type) => isMediaType(type, 'application/json'));
    const isAny = accepted.some((type) => isMediaType(type, '*/*'));
    if (!isJson && !(isAny && defaultFormat === 'json')) throw rejectFormat();
    checkScope(request, grant);
  }

  const api = createVendorApi({
    before,
    routes: {
      ...orderRoutes(orders, settings, (id) => monitoring.unresolvedHistory(id)),
      ...monitoringRoutes(monitoring, settings),
    },
    unknown: () => notFound(settings.current.notFoundBody).response,
  });

  function handle(request: HttpRequest): HttpResponse {
    // The documents write paths with a slash at the end too.
    const path = request.path.replace(/\/+$/, '');
    if (path !== TOKEN_PATH) return api({ ...request, path });
    if (request.method !== 'POST') return notFound(settings.current.notFoundBody).response;
    return tokenResponse(request, tokens, settings, clock);
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure,
    contents: () => ({
      purchase_orders: orders.table.all(),
      integration_history_records: monitoring.stored.history.all(),
      integration_errors: monitoring.stored.errors.all(),
      integration_runs: monitoring.stored.runs.all(),
      integrations: monitoring.stored.integrations.all(),
      integration_contacts: monitoring.stored.contacts.all(),
      alerts: [...monitoring.stored.alerts.values()],
      settings: settings.current,
    }),
    reset: () => {
      orders.reset();
      monitoring.reset();
      tokens.expireAll();
      rateLimit.reset();
    },
    control: controlRoutes(orders, settings, tokens),
  };
}
