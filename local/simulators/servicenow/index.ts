import type { MemoryCollection } from '../../collections.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { Access, CREDENTIALS, TOKEN_PATH } from './access.ts';
import { controlRoutes } from './control-routes.ts';
import { Database } from './database.ts';
import { errorResponse, failure, HIBERNATING, platformError } from './errors.ts';
import { checkMedia, encode } from './media.ts';
import { RateRules } from './rate-rules.ts';
import { ServiceNowSettingsSchema } from './settings.ts';
import { Spendint } from './spendint.ts';
import { tableRoutes } from './table-api.ts';

/**
 * Simulator of a ServiceNow instance with the Spendint API, and the Table API to read what suppliers need. Comments such
 * as (servicenow 12) cite facts of docs/sources/servicenow.md.
 */
export async function createServiceNow({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(ServiceNowSettingsSchema, await state.collection('settings'));
  const database = await Database.open(state, clock);
  const instance = { database, settings };
  const spendint = new Spendint(instance, await state.collection('staged'), clock);
  const rateRules = new RateRules(await state.collection('rate-rules'), clock);
  const hibernation: MemoryCollection<true> = await state.collection('hibernation');
  const access = new Access(settings, clock);

  const api = createVendorApi({
    routes: { ...spendint.routes, ...tableRoutes(instance) },
    unknown: ({ path }, isPathKnown) =>
      isPathKnown
        ? errorResponse(405, 'Method Not Allowed')
        : errorResponse(400, 'Requested URI does not represent any resource', path),
    before: (request) => {
      const user = access.authenticate(request);
      rateRules.count(user.name, request.path);
      if (!user.hasRole && request.method === 'GET') throw platformError(403, 'Insufficient rights to query records');
      if (!user.hasRole) throw platformError(403, 'User Not Authorized', 'Failed API level ACL Validation');
      checkMedia(request, settings.current.formContentTypeAllowed);
    },
  });

  function handle(request: HttpRequest): HttpResponse {
    if (hibernation.size > 0) return HIBERNATING;
    if (request.path === TOKEN_PATH) return access.token(request);
    spendint.applyStaged();
    const response = encode(request, api(request));
    const user = access.userOf(request);
    return user ? { ...response, headers: { ...response.headers, ...rateRules.headers(request.path) } } : response;
  }

  return {
    credentials: CREDENTIALS,
    handle,
    failure,
    contents: () => {
      spendint.applyStaged();
      return {
        tables: database.contents(),
        staged: spendint.staged,
        rateRules: rateRules.all(),
        hibernating: hibernation.size > 0,
        settings: settings.current,
      };
    },
    reset: () => {
      access.reset();
      rateRules.clear();
    },
    control: {
      ...controlRoutes(instance, rateRules, access, clock),
      'POST /hibernate': () => hibernation.put('now', true),
      'POST /wake': () => hibernation.clear(),
    },
  };
}
