import { randomBytes } from 'node:crypto';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../http/message.ts';
import type { Clock } from './simulator.ts';

/** Undefined when the request has no Basic credentials. */
export function readBasic({ headers }: HttpRequest) {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  return { user, password: password.join(':') };
}

/** Undefined when the request has no bearer token. */
export function readBearer({ headers }: HttpRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** The parameters of a token request. */
export type TokenRequest = Readonly<Record<string, string>>;

/**
 * Reads a form. The client's id and secret come by HTTP Basic, or with most vendors also in the form
 * (https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
 */
export function readTokenRequest(request: HttpRequest, isBasicRequired = false): TokenRequest {
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  const basic = readBasic(request);
  if (basic === undefined && !isBasicRequired) return form;
  return { ...form, client_id: basic?.user ?? '', client_secret: basic?.password ?? '' };
}

/** The bearer tokens of an OAuth 2.0 token endpoint, each with what it grants. Not stored: a restart ends them. */
export class AccessTokens<Grant = readonly string[]> {
  readonly #clock: Clock;
  readonly #issued = new Map<string, { readonly grant: Grant; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(lifetimeSeconds: number, grant: Grant): string {
    const token = randomBytes(24).toString('base64url');
    this.#issued.set(token, { grant, expiresAt: this.#clock() + lifetimeSeconds * 1000 });
    return token;
  }

  /** What a valid token grants. */
  find(token: string): { readonly grant: Grant } | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresAt > this.#clock() ? issued : undefined;
  }

  expireAll(): void {
    this.#issued.clear();
  }
}

export interface ClientGrant {
  readonly client: { readonly client_id: string; readonly client_secret: string };
  readonly lifetimeSeconds: number;
  /** Those that may be asked for; absent for a vendor without scopes. */
  readonly scopes?: readonly string[];
  /** How the vendor's answer differs. */
  readonly answer?: (scope: string) => object;
}

/** Grants a token for client credentials, or refuses it as https://www.rfc-editor.org/rfc/rfc6749#section-5.2 says. */
export function tokenResponse(
  { grant_type, scope = '', ...client }: TokenRequest,
  { client: { client_id, client_secret }, lifetimeSeconds, scopes, answer }: ClientGrant,
  tokens: AccessTokens,
): HttpResponse {
  const refuse = (error: string) => jsonResponse(400, { error });
  if (grant_type === undefined) return refuse('invalid_request');
  if (client.client_id !== client_id || client.client_secret !== client_secret) {
    return jsonResponse(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="OAuth"' });
  }
  if (grant_type !== 'client_credentials') return refuse('unsupported_grant_type');
  const wanted = scope.split(' ');
  if (scopes && !wanted.every((one) => scopes.includes(one))) return refuse('invalid_scope');
  const access_token = tokens.issue(lifetimeSeconds, wanted);
  const granted = { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds, ...answer?.(scope) };
  return jsonResponse(200, granted, { 'cache-control': 'no-store' });
}

/** A leaky bucket: `perSecond` calls drain in a second, and `burst` more may stand in the bucket. Not stored. */
export class RateLimit {
  readonly #clock: Clock;
  #level = 0;
  #drainedAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a call, unless the bucket overflows. */
  admits({ perSecond, burst }: { readonly perSecond: number; readonly burst: number }): boolean {
    const now = this.#clock();
    this.#level = Math.max(0, this.#level - ((now - this.#drainedAt) / 1000) * perSecond);
    this.#drainedAt = now;
    if (this.#level + 1 > burst + perSecond) return false;
    this.#level += 1;
    return true;
  }

  reset(): void {
    this.#level = 0;
  }
}
