/** Security sessions with their CSRF tokens. The token is bound to the session's cookies (facts 1.3 and 5). */
import { randomBytes } from 'node:crypto';
import type { HttpAnswer, HttpRequest } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';

/** Facts 1.3: about 30 minutes is typical (mark V); counted from the last use. */
const IDLE_MS = 30 * 60 * 1000;

/** Facts 1.3: the names vary with system id and client; a client must return all cookies and match none by name. */
const SESSION_COOKIE = 'SAP_SESSIONID_S4H_100';
const XSRF_COOKIE = 'sap-XSRF_S4H_100';

interface Session {
  readonly id: string;
  readonly xsrf: string;
  readonly token: string;
  lastUse: number;
}

export class Sessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expire(): void {
    this.#sessions.clear();
  }

  /** Whether a modifying request has a live session's cookies and that session's token. */
  accepts(request: HttpRequest): boolean {
    const session = this.#find(request);
    return session !== undefined && request.headers['x-csrf-token'] === session.token;
  }

  /** Adds the token to the answer of a reading request that fetches it, with cookies when the session is new. */
  answerFetch(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
    if (String(request.headers['x-csrf-token']).toLowerCase() !== 'fetch') return answer;
    const known = this.#find(request);
    const session = known ?? this.#open();
    const cookies = known
      ? {}
      : {
          'set-cookie': [
            `${XSRF_COOKIE}=${session.xsrf}; path=/; HttpOnly`,
            `${SESSION_COOKIE}=${session.id}; path=/; HttpOnly`,
          ],
        };
    return { ...answer, headers: { ...answer.headers, 'x-csrf-token': session.token, ...cookies } };
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
      const equals = cookie.indexOf('=');
      cookies.set(cookie.slice(0, equals).trim(), cookie.slice(equals + 1).trim());
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
