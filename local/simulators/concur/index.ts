import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { HttpError, type JsonRoute, parseBody } from '../../http/json-api.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { AccessTokens, readBearer } from '../authorization.ts';
import { isRecord } from '../entity.ts';
import { type Clock, existing, Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { baseUrlOf, createVendorApi, isMediaType, readJson, type VendorCall, VendorError } from '../vendor-api.ts';
import { gatewayResponse, rejectFields } from './errors.ts';
import { CREDENTIALS, type Grants, type Scopes, tokenEndpoint } from './token-endpoint.ts';
import { type ConcurSettings, ConcurSettingsSchema, documented, type Fields, SCOPES, validate } from './validation.ts';

/** The vendor's examples. */
const ExceptionSchema = z.strictObject({
  message: z.string().default('Line Item Quantity does not match'),
  eventCode: z.string().default('PURCH_DETAIL_ITEM_SAVE'),
  exceptionCode: z.string().default('0070071'),
  isCleared: z.boolean().default(false),
  prExceptionId: z.string().default(() => randomUUID()),
});
const PurchaseOrderSchema = z.strictObject({ purchaseOrderNumber: z.string().min(1).default('PO10001') });

/** As the vendor shows it: a list without entries is left out, as is the number until it is created (concur 22, 25). */
type Shown = Fields & { readonly purchaseRequestExceptions?: unknown[]; readonly purchaseOrders?: unknown[] };
type StoredRequest = Readonly<{ shown: Shown; number: string; acceptedAt: number; request: Fields }>;
type Change = (stored: StoredRequest, body: unknown) => Fields;

const FAILED = { purchaseRequestQueueStatus: 'CREATE_FAILED' };
const CREATED = { purchaseRequestQueueStatus: 'CREATED', purchaseRequestWorkflowStatus: 'Pending Approval' };
const created: Change = ({ number }) => ({ ...CREATED, purchaseRequestNumber: number });

function append(list: 'purchaseRequestExceptions' | 'purchaseOrders', schema: z.ZodType): Change {
  return ({ shown }, body) => ({ [list]: [...(shown[list] ?? []), parseBody(schema, body)] });
}
const addException = append('purchaseRequestExceptions', ExceptionSchema);

/** What happens to a request, and in which status: the workflow's, or until then the queue's (concur 21–24). */
const ACTIONS: Readonly<Record<string, readonly [from: string, Change]>> = {
  created: ['PENDING_CREATION', created],
  create_failed: ['PENDING_CREATION', (...of) => ({ ...FAILED, ...addException(...of) })],
  approve: ['Pending Approval', () => ({ purchaseRequestWorkflowStatus: 'Approved' })],
  send_back: ['Pending Approval', () => ({ purchaseRequestWorkflowStatus: 'Sent Back To Employee' })],
  purchase_order: ['Approved', append('purchaseOrders', PurchaseOrderSchema)],
  exception: ['any', addException],
};

function createRequests(stored: MemoryCollection<StoredRequest>, settings: ConcurSettings, clock: Clock) {
  /** A pending request is created once its delay is over. */
  function get(id: string): StoredRequest | undefined {
    const request = stored.get(id);
    const delay = settings.current.creationDelaySeconds;
    if (request?.shown.purchaseRequestQueueStatus !== 'PENDING_CREATION' || delay === null) return request;
    const isDue = clock() >= request.acceptedAt + delay * 1000;
    return isDue ? { ...request, shown: { ...request.shown, ...created(request, undefined) } } : request;
  }

  function route(from: string, change: Change): JsonRoute {
    return ({ params: { id = '' }, body = {} }) => {
      const request = existing(get(id), `purchase request ${id}`);
      const status = request.shown.purchaseRequestWorkflowStatus ?? request.shown.purchaseRequestQueueStatus;
      if (from !== 'any' && from !== status) throw new HttpError(409, `The request is ${status}, not ${from}.`);
      stored.put(id, { ...request, shown: { ...request.shown, ...change(request, body) } });
    };
  }

  return {
    get,
    all: () => [...stored.entries()].map(([id]) => get(id)),
    accept(request: Fields): string {
      const id = randomUUID();
      const number = String(100_000 + stored.size);
      const shown = { purchaseRequestId: id, purchaseRequestQueueStatus: 'PENDING_CREATION' };
      stored.put(id, { shown, number, acceptedAt: clock(), request: documented(request) });
      return id;
    },
    control: Object.fromEntries(
      Object.entries(ACTIONS).map(([name, action]) => [`POST /requests/{id}/${name}`, route(...action)]),
    ),
  };
}

const TOKEN_PATH = '/oauth2/v0/token';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REQUESTS = '/purchaserequest/v4/purchaserequests';

/** Simulator of SAP Concur: OAuth 2.0 and Purchase Request v4. Comments such as (concur 12) cite docs/sources/concur.md. */
export async function createConcur({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(ConcurSettingsSchema, await state.collection('settings'));
  const requests = createRequests(await state.collection('requests'), settings, clock);
  const grants: Grants = await state.collection('refresh-tokens');
  const tokens = new AccessTokens<Scopes>(clock);
  const issueTokens = tokenEndpoint(settings, tokens, grants, clock);

  function refuse({ path }: HttpRequest, status: number, message?: string): VendorError {
    return new VendorError(gatewayResponse(clock(), path, status, message));
  }

  function geolocationOf(request: HttpRequest): string {
    return settings.current.geolocation ?? baseUrlOf(request, 'concur');
  }

  /** concur 10, 11, 26, 27. */
  function checkHeaders(request: HttpRequest): void {
    const { authorization, 'concur-correlationid': correlationId = randomUUID() } = request.headers;
    if (authorization === undefined) throw refuse(request, 401);
    const scopes = tokens.find(readBearer(request) ?? '')?.grant;
    if (scopes === undefined) throw refuse(request, settings.current.invalidTokenStatus);
    const scope = request.method === 'POST' ? SCOPES.POST : SCOPES.GET;
    if (!scopes.includes(scope)) throw refuse(request, 403, `A token of the company with ${scope} is required.`);
    if (!UUID.test(correlationId)) throw rejectFields([['invalidUuid', 'concur-correlationid']]);
  }

  function create(call: VendorCall): HttpResponse {
    checkHeaders(call);
    const invalid = () => rejectFields([['invalidRequestBody', '']]);
    if (call.body.length === 0) throw rejectFields([['missingRequestBody', '']]);
    if (!isMediaType(call.headers['content-type'], 'application/json')) throw refuse(call, 415);
    const request = readJson(call, invalid);
    if (!isRecord(request)) throw invalid();
    const findings = validate(request, settings.current);
    if (findings.length > 0) throw rejectFields(findings);
    const id = requests.accept(request);
    const uri = `${geolocationOf(call)}${REQUESTS}/${id}?mode=COMPACT`;
    return jsonResponse(settings.current.acceptedStatus, { id, uri });
  }

  function read(call: VendorCall): HttpResponse {
    checkHeaders(call);
    if (call.parameters.get('mode') !== 'COMPACT') throw refuse(call, 400, 'mode must be COMPACT.');
    const found = requests.get(call.params.id ?? '');
    if (found === undefined) throw refuse(call, 404);
    return jsonResponse(200, found.shown);
  }

  const api = createVendorApi({
    routes: {
      [`POST ${TOKEN_PATH}`]: (call) => issueTokens(call, geolocationOf(call)),
      [`POST ${REQUESTS}`]: create,
      [`GET ${REQUESTS}/{id}`]: read,
    },
    unknown: (request, isPathKnown) => gatewayResponse(clock(), request.path, isPathKnown ? 405 : 404),
    before: (request) => {
      const isChunked = request.headers['transfer-encoding'] !== undefined;
      if (isChunked) throw refuse(request, 411, 'Chunked transfer encoding is not supported.');
    },
  });

  /** concur 26. */
  function withHeaders(response: HttpResponse, id = randomUUID().toString()): HttpResponse {
    return { ...response, headers: { ...response.headers, 'concur-correlationid': id, server: 'cnqr-papeete' } };
  }

  return {
    credentials: CREDENTIALS,
    handle: (request) => withHeaders(api(request), request.headers['concur-correlationid']),
    failure: (status) => withHeaders(gatewayResponse(clock(), '', status)),
    contents: () => ({ purchaseRequests: requests.all(), settings: settings.current }),
    reset: () => tokens.expireAll(),
    control: { ...settings.routes, ...requests.control, 'POST /expire-tokens': () => tokens.expireAll() },
  };
}
