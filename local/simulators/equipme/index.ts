import type { ValidateFunction } from 'ajv';
import * as z from 'zod';
import { HttpError, type JsonRoute, parseBody } from '../../http/json-api.ts';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { createRouter } from '../../http/router.ts';
import { RateLimit } from '../authorization.ts';
import { existing, Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { createVendorApi, isMediaType, readJson, type VendorCall, type VendorRoutes } from '../vendor-api.ts';
import { describe, errorResponse, OPERATIONS, type Operation, refuse, validator } from './documents.ts';
import {
  type CreateItem,
  createRequests,
  type PatchOperation,
  patched,
  type Requests,
  render,
  type StoredRequest,
  unknownReference,
} from './requests.ts';

/** What the sources leave open, with the inferred values. */
const EquipmeSettingsSchema = z.strictObject({
  /** equipme 7. */
  requestsPerSecond: z.number().min(0).default(20),
  burst: z.int().min(0).default(20),
  /** 204 has no body (equipme 14, 18). */
  createdStatus: z.literal([200, 201, 204]).default(201),
  updatedStatus: z.literal([200, 204]).default(204),
  /** For a read or DELETE of what does not exist: 403 is declared, 404 is not (equipme 8). */
  unknownStatus: z.literal([403, 404]).default(403),
  /** Links occur as `v1/…` and as `/v1/…` (equipme 9). */
  linksBeginWithSlash: z.boolean().default(false),
});

type EquipmeSettings = Settings<z.infer<typeof EquipmeSettingsSchema>>;

/** The vendor's limit of a page (equipme 11). */
const MAX_LIMIT = 1000;
const REQUESTS = 'v1/procurement/requests';

function checked<T>(value: unknown, validate: ValidateFunction<T>): T {
  if (!validate(value)) throw refuse(400, describe(validate.errors));
  return value;
}

/** The call's parameters as the operation's document declares them. */
function parametersOf(call: VendorCall, { parameters }: Operation) {
  return checked({ ...Object.fromEntries(call.parameters), ...call.params }, parameters());
}

function bodyOf<Body>(call: VendorCall, operation: Operation): Body {
  if (!isMediaType(call.headers['content-type'], 'application/json')) throw refuse(415);
  return checked(
    readJson(call, () => refuse(400, 'The body is not JSON.')),
    operation.body<Body>(),
  );
}

function operationRoutes(requests: Requests, settings: EquipmeSettings): VendorRoutes {
  function reply(status: number, body: object): HttpResponse {
    const prefix = settings.current.linksBeginWithSlash ? '/' : '';
    const linked = JSON.parse(JSON.stringify(body), (key, value) => (key === 'href' ? `${prefix}${value}` : value));
    return status === 204 ? { status } : jsonResponse(status, linked);
  }

  function requestList(found: readonly StoredRequest[], href: string, more: object = {}, withVersions = false) {
    const items = found.map((request) => render(request, withVersions));
    return { total: items.length, ...more, items, self: { href } };
  }

  function list(call: VendorCall): HttpResponse {
    const { createdAfter, offset: start, limit: size } = parametersOf(call, OPERATIONS.list);
    const [offset, limit] = [Number(start), Number(size)];
    if (offset < 0) throw refuse(400, 'offset must not be negative.');
    if (limit < 1 || limit > MAX_LIMIT) throw refuse(400, `limit must be between 1 and ${MAX_LIMIT}.`);
    const all = requests.createdAfter(createdAfter === undefined ? 0 : Date.parse(String(createdAfter)));
    const filter = createdAfter === undefined ? '' : `&createdAfter=${encodeURIComponent(String(createdAfter))}`;
    const page = (from: number) => `${REQUESTS}?limit=${limit}&offset=${from}${filter}`;
    const more = {
      total: all.length,
      ...(offset > 0 && { previous: { href: page(Math.max(0, offset - limit)) } }),
      ...(offset + limit < all.length && { next: { href: page(offset + limit) } }),
    };
    return reply(200, requestList(all.slice(offset, offset + limit), page(offset), more));
  }

  function create(call: VendorCall): HttpResponse {
    const { items } = bodyOf<{ items?: CreateItem[] | null }>(call, OPERATIONS.create);
    if (!items?.length) throw refuse(400, 'items must not be empty.');
    const wrong = items.map(unknownReference).find((field) => field !== undefined);
    if (wrong !== undefined) throw refuse(400, `${wrong} does not exist.`);
    const added = items.map((item) => requests.add(item));
    return reply(settings.current.createdStatus, requestList(added, REQUESTS));
  }

  function find(call: VendorCall, operation: Operation, unknownStatus = settings.current.unknownStatus) {
    const parameters = parametersOf(call, operation);
    const found = requests.get(parameters.requestId);
    if (found === undefined) throw refuse(unknownStatus, 'The request does not exist.');
    return { parameters, found };
  }

  function findOpen(call: VendorCall, operation: Operation, unknownStatus?: 404): StoredRequest {
    const { found } = find(call, operation, unknownStatus);
    if (found.approved !== undefined) throw refuse(409, 'The request has been decided.');
    return found;
  }

  function read(call: VendorCall): HttpResponse {
    const { parameters, found } = find(call, OPERATIONS.read);
    const isWithVersions = parameters.includeAllOptionVersions === true;
    return reply(200, requestList([found], `${REQUESTS}/${found.id}`, {}, isWithVersions));
  }

  function remove(call: VendorCall): HttpResponse {
    requests.delete(findOpen(call, OPERATIONS.delete));
    return reply(200, { statusCode: 204 });
  }

  function update(call: VendorCall): HttpResponse {
    const body = bodyOf<{ patchDocument?: { operations?: PatchOperation[] | null } }>(call, OPERATIONS.update);
    const found = findOpen(call, OPERATIONS.update, 404);
    const operations = body.patchDocument?.operations;
    if (!operations?.length) throw refuse(400, 'patchDocument has no operations.');
    const changed = patched(found, operations);
    checked(JSON.parse(JSON.stringify(render(changed))), validator('list#/components/schemas/Request'));
    requests.put(changed);
    return reply(settings.current.updatedStatus, { statusCode: 204 });
  }

  return {
    [OPERATIONS.list.key]: list,
    [OPERATIONS.create.key]: create,
    [OPERATIONS.read.key]: read,
    [OPERATIONS.delete.key]: remove,
    [OPERATIONS.update.key]: update,
  };
}

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
      const { requestsPerSecond: perSecond, burst } = settings.current;
      const key = headers['x-api-key'];
      if (key === PROVIDER_KEY) throw refuse(403, 'The API key is not of a customer.');
      if (key !== CREDENTIALS.api_key) throw refuse(401, 'Invalid api key.');
      if (!rateLimit.admits({ perSecond, burst })) throw refuse(429);
    },
  });

  function decide(approved: boolean): JsonRoute {
    return ({ params: { id = '' } }) => {
      const found = existing(requests.get(id), `request ${id}`);
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
    failure: errorResponse,
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
