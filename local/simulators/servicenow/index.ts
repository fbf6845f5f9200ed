import type { MemoryCollection } from '../../collections.ts';
import { Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { CREDENTIALS, createAccess, ServiceNowSettingsSchema, TOKEN_PATH } from './access.ts';
import { controlRoutes } from './control-routes.ts';
import { openDatabase } from './database.ts';
import { checkMedia, createRateRules, encode, failure, HIBERNATING, platformError } from './platform.ts';
import { spendintRoutes } from './spendint.ts';
import { tableRoutes } from './table-api.ts';

/**
 * Simulator of a ServiceNow instance with the Spendint API, and the Table API to read what suppliers need. Comments such
 * as (servicenow 12) cite facts of docs/sources/servicenow.md.
 */
export async function createServiceNow({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(ServiceNowSettingsSchema, await state.collection('settings'));
  const database = await openDatabase(state, clock);
  const rateRules = createRateRules(await state.collection('rate-rules'), clock);
  const hibernation: MemoryCollection<true> = await state.collection('hibernation');
  const access = createAccess(settings, clock);

  const api = createVendorApi({
    routes: { ...spendintRoutes(database, settings), ...tableRoutes(database, settings) },
    unknown: ({ path }, isPathKnown) =>
      isPathKnown ? failure(405) : platformError(400, 'Requested URI does not represent any resource', path).response,
    before: (request) => {
      const user = access.authenticate(request);
      rateRules.count(user.name, request.path);
      if (!user.hasRole && request.method === 'GET') throw platformError(403, 'Insufficient rights to query records');
      if (!user.hasRole) throw platformError(403, 'User Not Authorized', 'Failed API level ACL Validation');
      checkMedia(request);
    },
  });

  return {
    credentials: CREDENTIALS,
    handle: (request) => {
      if (hibernation.size > 0) return HIBERNATING;
      if (request.path === TOKEN_PATH) return access.token(request);
      const response = encode(request, api(request));
      return { ...response, headers: { ...response.headers, ...rateRules.headers(request.path) } };
    },
    failure,
    contents: () => ({
      tables: database.contents(),
      rateRules: rateRules.all(),
      hibernating: hibernation.size > 0,
      settings: settings.current,
    }),
    reset: () => {
      access.reset();
      rateRules.reset();
    },
    control: {
      ...settings.routes,
      ...rateRules.routes,
      ...controlRoutes(database, clock),
      'POST /hibernate': () => hibernation.put('now', true),
      'POST /wake': () => hibernation.clear(),
    },
  };
}
