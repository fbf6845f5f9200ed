import { randomBytes } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';

/** sap 12. */
const IDLE_MS = 30 * 60 * 1000;

/** sap 10. */
const SESSION_COOKIE = 'SAP_SESSIONID_S4H_100';
const XSRF_COOKIE = 'sap-XSRF_S4H_100';

interface Session {
  readonly id: string;
  readonly xsrf: string;
  readonly token: string;
  lastUse: number;
}

/** Security sessions with their CSRF tokens (sap 8, 9). */
export class Sessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expireAll(): void {
    this.#sessions.clear();
  }

  /** The 403 for a write without a live session's cookies and token; undefined for one that may pass (sap 11). */
  rejectWrite(request: HttpRequest): HttpAnswer | undefined {
    const session = this.#find(request);
    if (session !== undefined && request.headers['x-csrf-token'] === session.token) return undefined;
    const headers = { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' };
    return { status: 403, headers, body: 'CSRF token validation failed' };
  }

  /** Adds to the answer of a read the token that it fetches, and cookies when the session is new. */
  answerFetch(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
    if (request.headers['x-csrf-token']?.toLowerCase() !== 'fetch') return answer;
    const known = this.#find(request);
    const { id, xsrf, token } = known ?? this.#open();
    const cookies = [`${XSRF_COOKIE}=${xsrf}; path=/; HttpOnly`, `${SESSION_COOKIE}=${id}; path=/; HttpOnly`];
    return {
      ...answer,
      headers: { ...answer.headers, 'x-csrf-token': token, ...(!known && { 'set-cookie': cookies }) },
    };
  }

  #open(): Session {
    const random = () => randomBytes(18).toString('base64url');
    const session = { id: random(), xsrf: random(), token: random(), lastUse: this.#clock() };
    this.#sessions.set(session.id, session);
    return session;
  }

  #find({ headers }: HttpRequest): Session | undefined {
    const cookies = new Map<string, string>();
    for (const cookie of (headers.cookie ?? '').split(';')) {
      const [name = '', value = ''] = cookie.trim().split(/=(.*)/s);
      cookies.set(name, value);
    }
    const session = this.#sessions.get(cookies.get(SESSION_COOKIE) ?? '');
    if (!session || session.xsrf !== cookies.get(XSRF_COOKIE)) return undefined;
    if (this.#clock() - session.lastUse > IDLE_MS) {
      this.#sessions.delete(session.id);
      return undefined;
    }
    session.lastUse = this.#clock();
    return session;
  }
}
