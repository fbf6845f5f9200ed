import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';

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
