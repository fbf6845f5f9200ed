import { randomBytes } from 'node:crypto';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { basicAuthorization, readBearer } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { unauthorized } from './odata/errors.ts';

/** One of the two paths in use; a client must take it from its settings (sap 7). */
export const TOKEN_PATH = '/sap/bc/sec/oauth2/token';

/** For development only. The OAuth client's secret is the communication user's password (sap 6). */
export const CREDENTIALS = { username: 'HUB_COMM_USER', password: 'Welcome-2026-Dev' };

const BASIC = basicAuthorization(CREDENTIALS.username, CREDENTIALS.password);

/** The 401 for a caller without valid credentials; undefined for one that may pass (sap 5). */
export function rejectLogon(request: HttpRequest, tokens: AccessTokens): HttpResponse | undefined {
  if (request.headers.authorization === BASIC) return undefined;
  const bearer = readBearer(request);
  if (bearer === undefined) return unauthorized();
  return tokens.accepts(bearer) ? undefined : unauthorized('Bearer error="invalid_token"');
}

/** The token endpoint (sap 6). */
export function tokenResponse(request: HttpRequest, tokens: AccessTokens, lifetimeSeconds: number): HttpResponse {
  const { method, headers, body } = request;
  if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  if (headers.authorization !== BASIC) return jsonResponse(401, { error: 'invalid_client' });
  if (new URLSearchParams(body.toString()).get('grant_type') !== 'client_credentials') {
    return jsonResponse(400, { error: 'unsupported_grant_type' });
  }
  const access_token = tokens.issue(lifetimeSeconds, undefined);
  return jsonResponse(200, { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds });
}

/** sap 12. */
const IDLE_MS = 30 * 60 * 1000;

/** sap 10. */
const SESSION_COOKIE = 'SAP_SESSIONID_S4H_100';
const XSRF_COOKIE = 'sap-XSRF_S4H_100';

interface Session {
  /** As `name=value`. */
  readonly cookies: readonly string[];
  readonly token: string;
  lastUse: number;
}

/** Security sessions with their CSRF tokens (sap 8, 9). */
export class Sessions {
  readonly #clock: Clock;
  #sessions: Session[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expireAll(): void {
    this.#sessions = [];
  }

  /** The 403 for a write without a live session's cookies and token; undefined for one that may pass (sap 11). */
  rejectWrite(request: HttpRequest): HttpResponse | undefined {
    const session = this.#find(request);
    if (session !== undefined && request.headers['x-csrf-token'] === session.token) return undefined;
    const headers = { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' };
    return { status: 403, headers, body: 'CSRF token validation failed' };
  }

  /** Adds to the response of a read the token that it fetches, and cookies when the session is new. */
  withFetchedToken(request: HttpRequest, response: HttpResponse): HttpResponse {
    if (request.headers['x-csrf-token']?.toLowerCase() !== 'fetch') return response;
    const known = this.#find(request);
    const { cookies, token } = known ?? this.#open();
    const newCookies = known ? {} : { 'set-cookie': cookies.map((cookie) => `${cookie}; path=/; HttpOnly`) };
    return { ...response, headers: { ...response.headers, 'x-csrf-token': token, ...newCookies } };
  }

  #open(): Session {
    const random = () => randomBytes(18).toString('base64url');
    const cookies = [`${XSRF_COOKIE}=${random()}`, `${SESSION_COOKIE}=${random()}`];
    const session = { cookies, token: random(), lastUse: this.#clock() };
    this.#sessions.push(session);
    return session;
  }

  #find({ headers }: HttpRequest): Session | undefined {
    const now = this.#clock();
    this.#sessions = this.#sessions.filter(({ lastUse }) => now - lastUse <= IDLE_MS);
    const sent = (headers.cookie ?? '').split(/;\s*/);
    const session = this.#sessions.find(({ cookies }) => cookies.every((cookie) => sent.includes(cookie)));
    if (session) session.lastUse = now;
    return session;
  }
}
