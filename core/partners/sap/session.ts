import type { CallContext } from '../../sync/call-context.ts';
import { type PartnerResponse, sendRequest } from '../http.ts';
import type { ClientOptions } from '../integration.ts';
import { renewable } from '../renewable.ts';
import { bodyOf, errorFromLogon, isCsrfTokenExpired, unreadableResponse } from './errors.ts';
import { type SapCredentials, SapTokenSchema } from './schemas.ts';
import { type SapSettings, serviceUrl } from './settings.ts';

export type SapClientOptions = ClientOptions<SapSettings, SapCredentials>;

interface CsrfSession {
  readonly token: string;
  readonly cookie: string;
}

export interface SapRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const TOKEN_MARGIN_MS = 60_000;

/** Sends requests with what SAP asks for: the authorization and, for a write, the CSRF token of a session. */
export interface SapSession {
  send(context: CallContext, request: SapRequest): Promise<PartnerResponse>;
  write(context: CallContext, request: SapRequest): Promise<PartnerResponse>;
}

/** On 401 it reads the credentials again, on an expired CSRF token it starts a new session; then it retries once. */
export function createSapSession({ settings, credentials, urls, clock }: SapClientOptions): SapSession {
  const { auth } = settings;
  const optionsOf = (context: CallContext) =>
    ({ partner: 'sap', urls, timeoutMs: settings.request_timeout_seconds * 1000, context }) as const;

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
    const { access_token, expires_in } = bodyOf(response, SapTokenSchema, 'none');
    return { value: `Bearer ${access_token}`, until: clock() + expires_in * 1000 - TOKEN_MARGIN_MS };
  }, clock);

  /** The CSRF token with every cookie of its response, as any of them may identify the session (sap 8–10). */
  const session = renewable(async (context: CallContext) => {
    const response = await send(context, {
      method: 'GET',
      url: serviceUrl(settings, '/'),
      headers: { 'x-csrf-token': 'Fetch' },
    });
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

  return { send, write };
}
