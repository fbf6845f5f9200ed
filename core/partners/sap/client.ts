import type * as z from 'zod';
import type { CallEffect } from '../errors.ts';
import { exchange, type PartnerResponse } from '../http.ts';
import { renewable } from '../renewable.ts';
import { errorFromResponse, isStaleCsrfToken, unreadableAnswer } from './errors.ts';
import { type SapCredentials, SapTokenSchema } from './schemas.ts';
import type { SapSettings } from './settings.ts';

/** Root of the purchase order service, OData V4 (technical name API_PURCHASEORDER_2). */
export const PURCHASE_ORDER_ROOT = '/sap/opu/odata4/sap/api_purchaseorder_2/srvd_a2x/sap/purchaseorder/0001';

export interface SapClientOptions {
  readonly settings: SapSettings;
  /** The integration's credentials; `fresh` reads a rotated secret at once. */
  readonly credentials: (options: { readonly fresh: boolean }) => Promise<SapCredentials>;
  readonly clock: () => number;
}

/** Talks to one organization's SAP: authentication, CSRF session, one language of errors. */
export interface SapClient {
  get<Output>(path: string, schema: z.ZodType<Output>): Promise<Output>;
  post<Output>(path: string, body: unknown, schema: z.ZodType<Output>): Promise<Output>;
}

interface CsrfSession {
  readonly token: string;
  readonly cookie: string;
}

/** A token is renewed this long before it ends. */
const TOKEN_MARGIN_MS = 60_000;

/**
 * Sessions and tokens are kept for the life of the client and renewed once when SAP says that they are over; callers
 * that need one at the same time share one call for it (single flight).
 */
export function createSapClient({ settings, credentials, clock }: SapClientOptions): SapClient {
  const http = { partner: 'sap', timeoutMs: settings.request_timeout_seconds * 1000 };
  const { auth } = settings;

  const authorization = renewable(async (renewed) => {
    const { username, password } = await credentials({ fresh: renewed });
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (auth.type === 'basic') return { value: basic, until: Number.POSITIVE_INFINITY };
    const response = await exchange(http, {
      method: 'POST',
      url: auth.token_url,
      headers: {
        authorization: basic,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    });
    if (response.status !== 200) throw errorFromResponse(response, clock(), 'none');
    const { access_token, expires_in } = read(response, SapTokenSchema, 'none');
    return { value: `Bearer ${access_token}`, until: clock() + expires_in * 1000 - TOKEN_MARGIN_MS };
  }, clock);

  /** Any cookie may be the session's, whatever its name: all are sent back (KBA 3339155). */
  const session = renewable(async () => {
    const response = await send('GET', `${PURCHASE_ORDER_ROOT}/`, { 'x-csrf-token': 'Fetch' });
    const token = response.headers.get('x-csrf-token');
    if (response.status >= 300) throw errorFromResponse(response, clock(), 'none');
    if (!token) throw unreadableAnswer(response.status, 'none');
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
    const once = (authorizationHeader: string): Promise<PartnerResponse> =>
      exchange(http, {
        method,
        url: urlOf(settings, path),
        headers: { accept: 'application/json', ...headers, authorization: authorizationHeader },
        ...(body !== undefined && { body }),
      });
    const used = await authorization.get();
    const response = await once(used);
    return response.status === 401 ? once(await authorization.renew(used)) : response;
  };

  const modify = async (path: string, body: string): Promise<PartnerResponse> => {
    const once = ({ token, cookie }: CsrfSession): Promise<PartnerResponse> =>
      send('POST', path, { 'x-csrf-token': token, cookie, 'content-type': 'application/json' }, body);
    const used = await session.get();
    const response = await once(used);
    return isStaleCsrfToken(response) ? once(await session.renew(used)) : response;
  };

  const read = <Output>(response: PartnerResponse, schema: z.ZodType<Output>, effect: CallEffect): Output => {
    if (response.status >= 300) throw errorFromResponse(response, clock(), effect);
    try {
      return schema.parse(JSON.parse(response.text));
    } catch (cause) {
      throw unreadableAnswer(response.status, effect, cause);
    }
  };

  return {
    get: async (path, schema) => read(await send('GET', path, {}), schema, 'none'),
    post: async (path, body, schema) => read(await modify(path, JSON.stringify(body)), schema, 'unknown'),
  };
}

function urlOf({ base_url, client }: SapSettings, path: string): string {
  const url = new URL(base_url.replace(/\/$/, '') + path);
  if (client !== undefined) url.searchParams.set('sap-client', client);
  return url.toString();
}
