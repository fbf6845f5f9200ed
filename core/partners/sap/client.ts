import * as z from 'zod';
import type { CallContext } from '../../sync/call-context.ts';
import type { CallEffect } from '../../sync/errors.ts';
import { type PartnerResponse, sendRequest } from '../http.ts';
import type { ReadCredentials } from '../integration.ts';
import { renewable } from '../renewable.ts';
import { errorFromLogon, errorFromResponse, isCsrfTokenExpired, unreadableResponse } from './errors.ts';
import { type SapCredentials, SapTokenSchema } from './schemas.ts';
import type { SapSettings } from './settings.ts';

/** Root of the purchase order service API_PURCHASEORDER_2, OData V4 (sap 1, 2). */
export const PURCHASE_ORDER_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';

export interface SapClientOptions {
  readonly settings: SapSettings;
  readonly credentials: ReadCredentials<SapCredentials>;
  readonly clock: () => number;
}

/**
 * Calls one organization's SAP and validates its responses. Paths are below the service's root. Throws RetryableError,
 * PermanentError or IntegrationError.
 */
export interface SapClient {
  get<Output>(context: CallContext, path: string, schema: z.ZodType<Output>): Promise<Output>;
  /** The rows of all pages of a list. */
  list<Row>(context: CallContext, path: string, row: z.ZodType<Row>): Promise<Row[]>;
  post<Output>(context: CallContext, path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output>;
  /** Changes the entity if it still has this ETag (sap 40, 41). */
  patch(context: CallContext, path: string, etag: string, body: unknown): Promise<void>;
  delete(context: CallContext, path: string, etag: string): Promise<void>;
}

interface CsrfSession {
  readonly token: string;
  readonly cookie: string;
}

interface SapRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const TOKEN_MARGIN_MS = 60_000;
const MAX_PAGES = 100;

/** On 401 the client reads the credentials again, on an expired CSRF token it starts a new session; then it retries once. */
export function createSapClient({ settings, credentials, clock }: SapClientOptions): SapClient {
  const { auth } = settings;
  const optionsOf = (context: CallContext) =>
    ({ partner: 'sap', timeoutMs: settings.request_timeout_seconds * 1000, context }) as const;
  const urlOf = (path: string): URL => serviceUrl(settings, path);

  const basicAuthorization = async (fresh: boolean): Promise<string> => {
    const { username, password } = await credentials({ fresh });
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  };

  const requestToken = async (context: CallContext, url: string, authorization: string): Promise<PartnerResponse> =>
    // sap 6, 7
    sendRequest(optionsOf(context), {
      method: 'POST',
      url,
      headers: {
        authorization,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
      effect: 'none',
    });

  const authorization = renewable(async (context: CallContext, renewed) => {
    const basic = await basicAuthorization(renewed);
    if (auth.type === 'basic') return { value: basic, until: Number.POSITIVE_INFINITY };
    let response = await requestToken(context, auth.token_url, basic);
    const fresh = response.status === 401 && !renewed ? await basicAuthorization(true) : basic;
    if (fresh !== basic) response = await requestToken(context, auth.token_url, fresh);
    if (response.status >= 300) throw errorFromLogon(response, clock());
    const { access_token, expires_in } = read(response, SapTokenSchema, 'none');
    return { value: `Bearer ${access_token}`, until: clock() + expires_in * 1000 - TOKEN_MARGIN_MS };
  }, clock);

  /** The CSRF token with every cookie of its response, as any of them may identify the session (sap 8–10). */
  const session = renewable(async (context: CallContext) => {
    const response = await send(context, { method: 'GET', url: urlOf('/'), headers: { 'x-csrf-token': 'Fetch' } });
    const token = response.headers.get('x-csrf-token');
    if (response.status >= 300) throw errorFromLogon(response, clock());
    if (!token) throw unreadableResponse(response.status, 'none');
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    return { value: { token, cookie } satisfies CsrfSession, until: Number.POSITIVE_INFINITY };
  }, clock);

  const send = async (context: CallContext, request: SapRequest): Promise<PartnerResponse> => {
    const sendWith = (authorizationHeader: string): Promise<PartnerResponse> =>
      sendRequest(optionsOf(context), {
        ...request,
        url: request.url.toString(),
        headers: { accept: 'application/json', ...request.headers, authorization: authorizationHeader },
      });
    const used = await authorization.get(context);
    const response = await sendWith(used);
    if (response.status !== 401) return response;
    const renewed = await authorization.renew(context, used);
    const again = renewed === used ? response : await sendWith(renewed);
    // A user is locked after some failed logons: the same credentials are not sent again, and the next call reads them.
    if (again.status === 401) authorization.expire(renewed);
    return again;
  };

  const write = async (context: CallContext, request: SapRequest): Promise<PartnerResponse> => {
    const sendWith = ({ token, cookie }: CsrfSession): Promise<PartnerResponse> =>
      send(context, { ...request, headers: { ...request.headers, 'x-csrf-token': token, cookie } });
    const used = await session.get(context);
    const response = await sendWith(used);
    return isCsrfTokenExpired(response) ? sendWith(await session.renew(context, used)) : response;
  };

  const read = <Output>(response: PartnerResponse, schema: z.ZodType<Output>, effect: CallEffect): Output => {
    expectSuccess(response, effect);
    try {
      return schema.parse(JSON.parse(response.text));
    } catch (cause) {
      throw unreadableResponse(response.status, effect, cause);
    }
  };

  const expectSuccess = (response: PartnerResponse, effect: CallEffect): void => {
    if (response.status >= 300) throw errorFromResponse(response, clock(), effect);
  };

  return {
    get: async (context, path, schema) =>
      read(await send(context, { method: 'GET', url: urlOf(path) }), schema, 'none'),

    async list<Row>(context: CallContext, path: string, row: z.ZodType<Row>): Promise<Row[]> {
      const PageSchema = z.object({ value: z.array(row), '@odata.nextLink': z.string().optional() });
      const rows: Row[] = [];
      let url = urlOf(path);
      for (let page = 1; page <= MAX_PAGES; page++) {
        const response = await send(context, { method: 'GET', url });
        const { value, '@odata.nextLink': nextLink } = read(response, PageSchema, 'none');
        rows.push(...value);
        if (nextLink === undefined) return rows;
        const next = URL.parse(nextLink, url.toString());
        // Credentials are for this host only.
        if (next?.origin !== url.origin) throw unreadableResponse(response.status, 'none');
        url = next;
      }
      throw new RangeError(`A list of SAP has more than ${MAX_PAGES} pages.`);
    },

    async post(context, path, body, schema) {
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', url: urlOf(path), headers, body: JSON.stringify(body) } as const;
      return read(await write(context, request), schema, 'unknown');
    },

    async patch(context, path, etag, body) {
      const headers = { 'content-type': 'application/json', 'if-match': etag, prefer: 'return=minimal' };
      const request = { method: 'PATCH', url: urlOf(path), headers, body: JSON.stringify(body) } as const;
      expectSuccess(await write(context, request), 'unknown');
    },

    async delete(context, path, etag) {
      const request = { method: 'DELETE', url: urlOf(path), headers: { 'if-match': etag } } as const;
      expectSuccess(await write(context, request), 'unknown');
    },
  };
}

/** On-premise systems get their client number with each call (sap 3). */
function serviceUrl({ base_url, client }: SapSettings, path: string): URL {
  const url = new URL(base_url.replace(/\/$/, '') + PURCHASE_ORDER_ROOT + path);
  if (client !== undefined) url.searchParams.set('sap-client', client);
  return url;
}
