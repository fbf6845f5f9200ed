/** Who calls: HTTP Basic, or a bearer token from the OAuth2 client-credentials grant (facts 1.3). */
import { randomBytes } from 'node:crypto';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../../http/message.ts';
import type { Clock } from '../simulator.ts';
import { unauthorized } from './failures.ts';

/** Facts 1.2: one of the two documented token paths; a client must take it from its configuration. */
export const TOKEN_PATH = '/sap/bc/sec/oauth2/token';

/** Development only; the secret of the OAuth2 client is the communication user's password (facts 1.3). */
export const CREDENTIALS = { username: 'HUB_COMM_USER', password: 'Welcome-2026-Dev' };

const BASIC = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString('base64')}`;

export class Logon {
  readonly #clock: Clock;
  readonly #tokens = new Map<string, { readonly expires: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expireTokens(): void {
    this.#tokens.clear();
  }

  /** The answer that turns the caller away, or nothing if it may pass. */
  refuse({ headers }: HttpRequest): HttpAnswer | undefined {
    const authorization = headers.authorization ?? '';
    if (authorization === BASIC) return undefined;
    const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1];
    if (bearer === undefined) return unauthorized();
    const token = this.#tokens.get(bearer);
    if (token && token.expires > this.#clock()) return undefined;
    this.#tokens.delete(bearer);
    return unauthorized('Bearer error="invalid_token"');
  }

  /** The token endpoint: form body, client authentication by Basic. */
  token({ method, headers, body }: HttpRequest, lifetimeSeconds: number): HttpAnswer {
    if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
    if (headers.authorization !== BASIC) return jsonAnswer(401, { error: 'invalid_client' });
    if (new URLSearchParams(body.toString()).get('grant_type') !== 'client_credentials') {
      return jsonAnswer(400, { error: 'unsupported_grant_type' });
    }
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, { expires: this.#clock() + lifetimeSeconds * 1000 });
    return jsonAnswer(200, { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds });
  }
}
