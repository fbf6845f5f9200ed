import type { JWTPayload } from 'jose';

/**
 * As long as jose keeps the issuer's keys, so a key that is withdrawn is accepted for twenty minutes at most. API Gateway
 * may keep it for two hours: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
const KEPT_MS = 600_000;
const MAX_TOKENS = 500;

/** Remembers tokens whose signature and claims are verified, until they expire. */
export class VerifiedTokens {
  readonly #tokens = new Map<string, { readonly payload: JWTPayload; readonly until: number }>();

  /** Undefined for a token that has to be verified. */
  get(token: string): JWTPayload | undefined {
    const known = this.#tokens.get(token);
    if (known === undefined || known.until > Date.now()) return known?.payload;
    this.#tokens.delete(token);
    return undefined;
  }

  add(token: string, payload: JWTPayload): void {
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size >= MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest);
    const expiresAt = (payload.exp ?? 0) * 1000;
    this.#tokens.set(token, { payload, until: Math.min(expiresAt, Date.now() + KEPT_MS) });
  }
}
