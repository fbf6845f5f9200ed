import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens, readBasic, readBearer, readTokenRequest, tokenResponse } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { unauthorized } from './odata/errors.ts';

/** One of the two paths in use; a client must take it from its settings (sap 7). */
const TOKEN_PATH = '/sap/bc/sec/oauth2/token';

/** For development only. The OAuth client's secret is the communication user's password (sap 6). */
export const CREDENTIALS = { username: 'HUB_COMM_USER', password: 'Welcome-2026-Dev' };
const CLIENT = { client_id: CREDENTIALS.username, client_secret: CREDENTIALS.password };

/** sap 12. */
const IDLE_MS = 30 * 60 * 1000;

/** A security session with its CSRF token (sap 8, 9). */
interface Session {
  /** As `name=value`. */
  readonly cookies: readonly string[];
  readonly token: string;
  lastUse: number;
}

/** What a call passes before a service serves it: credentials, and for a write the session's CSRF token. */
export function createLogon(clock: Clock, tokenLifetimeSeconds: () => number) {
  const tokens = new AccessTokens(clock);
  let sessions: Session[] = [];

  /** Lets a call pass to `serve`, or answers it. */
  function admit(request: HttpRequest, serve: (request: HttpRequest) => HttpResponse): HttpResponse {
    if (request.path === TOKEN_PATH) return issueToken(request);
    const [basic, bearer] = [readBasic(request), readBearer(request)];
    const isUser = basic?.user === CREDENTIALS.username && basic.password === CREDENTIALS.password;
    const isKnown = bearer === undefined ? isUser : tokens.find(bearer) !== undefined;
    if (!isKnown) return unauthorized(bearer === undefined ? 'Basic' : 'Bearer');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    return isRead ? withFetchedToken(request, serve(request)) : (rejectWrite(request) ?? serve(request));
  }

  /** The 403 for a write without a live session's cookies and token; undefined for one that may pass (sap 11). */
  function rejectWrite({ headers }: HttpRequest): HttpResponse | undefined {
    const session = findSession(headers.cookie ?? '');
    if (session !== undefined && headers['x-csrf-token'] === session.token) return undefined;
    const required = { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' };
    return { status: 403, headers: required, body: 'CSRF token validation failed' };
  }

  /** Adds to the response of a read the token that it fetches, and cookies when the session is new. */
  function withFetchedToken({ headers }: HttpRequest, response: HttpResponse): HttpResponse {
    if (headers['x-csrf-token']?.toLowerCase() !== 'fetch') return response;
    const known = findSession(headers.cookie ?? '');
    const { cookies, token } = known ?? openSession();
    const newCookies = known ? {} : { 'set-cookie': cookies.map((cookie) => `${cookie}; path=/; HttpOnly`) };
    return { ...response, headers: { ...response.headers, 'x-csrf-token': token, ...newCookies } };
  }

  /** sap 6. */
  function issueToken(request: HttpRequest): HttpResponse {
    if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    const grant = { client: CLIENT, lifetimeSeconds: tokenLifetimeSeconds() };
    return tokenResponse(readTokenRequest(request, true), grant, tokens);
  }

  function openSession(): Session {
    const random = () => randomBytes(18).toString('base64url');
    // sap 10.
    const cookies = [`sap-XSRF_S4H_100=${random()}`, `SAP_SESSIONID_S4H_100=${random()}`];
    const session = { cookies, token: random(), lastUse: clock() };
    sessions.push(session);
    return session;
  }

  function findSession(cookie: string): Session | undefined {
    sessions = sessions.filter(({ lastUse }) => clock() - lastUse <= IDLE_MS);
    const sent = cookie.split(/;\s*/);
    const session = sessions.find(({ cookies }) => cookies.every((one) => sent.includes(one)));
    if (session) session.lastUse = clock();
    return session;
  }

  function expireSessions(): void {
    sessions = [];
  }

  return { admit, expireSessions, expireTokens: () => tokens.expireAll() };
}
