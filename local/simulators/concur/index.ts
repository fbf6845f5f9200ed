import { randomUUID } from 'node:crypto';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { readBearer } from '../authorization.ts';
import { isRecord } from '../entity.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi, isMediaType, readJson, type VendorCall, VendorError } from '../vendor-api.ts';
import { gatewayResponse, rejectFields } from './errors.ts';
import { createRequests } from './requests.ts';
import { CREDENTIALS, type Grants, type Scopes, tokenEndpoint } from './token-endpoint.ts';
import { ConcurSettingsSchema, SCOPES, validate } from './validation.ts';

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

  function geolocationOf({ headers }: HttpRequest): string {
    return settings.current.geolocation ?? `http://${headers.host}/concur`;
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
