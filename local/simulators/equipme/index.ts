import * as z from 'zod';
import { HttpError, type JsonRoute, parseBody } from '../../http/json-api.ts';
import { createRouter } from '../../http/router.ts';
import { RateLimit } from '../rate-limit.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { describe, errorResponse, OPERATIONS, refuse, validator } from './documents.ts';
import { EquipmeSettingsSchema, operationRoutes } from './operations.ts';
import { type CreateItem, createRequests, render, unknownReference } from './requests.ts';

/** For development only. */
const CREDENTIALS = { api_key: 'eqk_4f1c9a7be2d84c0f' };
/** A key of a supplier's tenant, which may not use the customers' API (equipme 5). */
const PROVIDER_KEY = 'eqk_provider_77aa02';

const AppRequestSchema = z.looseObject({ justification: z.string().optional() });

/** Simulator of Equipme's procurement requests. Comments such as (equipme 12) cite facts of docs/sources/equipme.md. */
export async function createEquipme({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(EquipmeSettingsSchema, await state.collection('settings'));
  const requests = createRequests(await state.collection('requests'), await state.collection('last-id'), clock);
  const rateLimit = new RateLimit(clock);

  const findOperation = createRouter(Object.values(OPERATIONS).map((operation) => [operation.key, operation]));
  const api = createVendorApi({
    routes: operationRoutes(requests, settings),
    unknown: (_, isPathKnown) => errorResponse(isPathKnown ? 405 : 404),
    before: ({ headers }) => {
      const { requestsPerSecond: perSecond, burst, retryAfterSeconds } = settings.current;
      const key = headers['x-api-key'];
      if (key === PROVIDER_KEY) throw refuse(403, 'The API key is not of a customer.');
      if (key !== CREDENTIALS.api_key) throw refuse(401, 'Invalid api key.');
      const isAdmitted = rateLimit.admits({ perSecond, burst });
      if (!isAdmitted) throw refuse(429, undefined, { 'retry-after': `${retryAfterSeconds}` });
    },
  });

  function decide(approved: boolean): JsonRoute {
    return ({ params: { id = '' } }) => {
      const found = requests.get(id);
      if (found === undefined) throw new HttpError(404, `There is no request ${id}.`);
      if (found.approved !== undefined) throw new HttpError(409, `The request ${id} has been decided.`);
      requests.put({ ...found, approved });
    };
  }

  return {
    credentials: CREDENTIALS,
    handle: (request) => {
      const response = api(request);
      findOperation(request.method, request.path)?.route.check(response);
      return response;
    },
    failure: (status) => errorResponse(status, undefined, status === 429 ? { 'retry-after': '1' } : {}),
    contents: () => ({ requests: requests.createdAfter(0).map((one) => render(one)), settings: settings.current }),
    reset: () => rateLimit.reset(),
    control: {
      ...settings.routes,
      'POST /requests/{id}/approve': decide(true),
      'POST /requests/{id}/reject': decide(false),
      /** A request that an employee makes in the app: an item of the API, with a `justification`. */
      'POST /requests': ({ body }) => {
        const sent = parseBody(AppRequestSchema, body ?? {});
        const { justification, ...item } = { requestedBy: 101, productOfferId: 5001, ...sent };
        const validate = validator<CreateItem>('create#/components/schemas/CreateRequestItem');
        if (!validate(item)) throw new HttpError(400, describe(validate.errors));
        const wrong = unknownReference(item);
        if (wrong !== undefined) throw new HttpError(400, `${wrong} does not exist.`);
        return render(requests.add(item, justification));
      },
    },
  };
}
