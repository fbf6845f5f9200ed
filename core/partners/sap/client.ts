import type * as z from 'zod';
import type { CallEffect } from '../../sync/errors.ts';
import { type PartnerResponse, sendRequest } from '../http.ts';
import type { ReadCredentials } from '../integration.ts';
import { renewable } from '../renewable.ts';
import { errorFromResponse, isCsrfTokenExpired, unreadableResponse } from './errors.ts';
import { type SapCredentials, SapTokenSchema } from './schemas.ts';
import type { SapSettings } from './settings.ts';

/** Root of the purchase order service API_PURCHASEORDER_2, OData V4 (sap 1, 2). */
export const PURCHASE_ORDER_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';

export interface SapClientOptions {
  readonly settings: SapSettings;
  readonly credentials: ReadCredentials<SapCredentials>;
  readonly clock: () => number;
}

/** Calls one organization's SAP and validates its responses. Throws RetryableError or PermanentError. */
export interface SapClient {
  get<Output>(path: string, schema: z.ZodType<Output>): Promise<Output>;
  post<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output>;
}

interface CsrfSession {
  readonly token: string;
  readonly cookie: string;
}

const TOKEN_MARGIN_MS = 60_000;

/** On 401 the client reads the credentials again, on an expired CSRF token it starts a new session; then it retries once. */
export function createSapClient({ settings, credentials, clock }: SapClientOptions): SapClient {
  const httpOptions = { partner: 'sap', timeoutMs: settings.request_timeout_seconds * 1000 } as const;
  const { auth } = settings;

  const basicAuthorization = async (fresh: boolean): Promise<string> => {
    const { username, password } = await credentials({ fresh });
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  };

  const requestToken = async (tokenUrl: string, fresh: boolean): Promise<PartnerResponse> =>
    // sap 6, 7
    sendRequest(httpOptions, {
      method: 'POST',
      url: tokenUrl,
      headers: {
        authorization: await basicAuthorization(fresh),
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
      effect: 'none',
    });

  const authorization = renewable(async (renewed) => {
    if (auth.type === 'basic') return { value: await basicAuthorization(renewed), until: Number.POSITIVE_INFINITY };
    const first = await requestToken(auth.token_url, renewed);
    const response = first.status === 401 && !renewed ? await requestToken(auth.token_url, true) : first;
    const { access_token, expires_in } = read(response, SapTokenSchema, 'none');
    return { value: `Bearer ${access_token}`, until: clock() + expires_in * 1000 - TOKEN_MARGIN_MS };
  }, clock);

  /** The CSRF token with every cookie of its response, as any of them may identify the session (sap 8–10). */
  const session = renewable(async () => {
    const response = await send('GET', `${PURCHASE_ORDER_ROOT}/`, { 'x-csrf-token': 'Fetch' });
    const token = response.headers.get('x-csrf-token');
    if (response.status >= 300) throw errorFromResponse(response, clock(), 'none');
    if (!token) throw unreadableResponse(response.status, 'none');
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    return { value: { token, cookie } satisfies CsrfSession, until: Number.POSITIVE_INFINITY };
  }, clock);

  const send = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<PartnerResponse> => {
    const sendWith = (authorizationHeader: string): Promise<PartnerResponse> =>
      sendRequest(httpOptions, {
        method,
        url: urlOf(settings, path),
        headers: { accept: 'application/json', ...headers, authorization: authorizationHeader },
        ...(body !== undefined && { body }),
      });
    const used = await authorization.get();
    const response = await sendWith(used);
    return response.status === 401 ? sendWith(await authorization.renew(used)) : response;
  };

  const postWithSession = async (path: string, body: string): Promise<PartnerResponse> => {
    const sendWith = ({ token, cookie }: CsrfSession): Promise<PartnerResponse> =>
      send('POST', path, { 'x-csrf-token': token, cookie, 'content-type': 'application/json' }, body);
    const used = await session.get();
    const response = await sendWith(used);
    return isCsrfTokenExpired(response) ? sendWith(await session.renew(used)) : response;
  };

  const read = <Output>(response: PartnerResponse, schema: z.ZodType<Output>, effect: CallEffect): Output => {
    if (response.status >= 300) throw errorFromResponse(response, clock(), effect);
    try {
      return schema.parse(JSON.parse(response.text));
    } catch (cause) {
      throw unreadableResponse(response.status, effect, cause);
    }
  };

  return {
    get: async (path, schema) => read(await send('GET', path, {}), schema, 'none'),
    post: async (path, body, schema) => read(await postWithSession(path, JSON.stringify(body)), schema, 'unknown'),
  };
}

/** On-premise systems get their client number with each call (sap 3). */
function urlOf({ base_url, client }: SapSettings, path: string): string {
  const url = new URL(base_url.replace(/\/$/, '') + path);
  if (client !== undefined) url.searchParams.set('sap-client', client);
  return url.toString();
}
