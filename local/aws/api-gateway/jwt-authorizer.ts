import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { HttpResponse } from '../../http/message.ts';
import type { JwtAuthorizerDefinition } from './definition.ts';
import { unauthorized } from './gateway-responses.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export type Authorization =
  | { readonly claims: Readonly<Record<string, string>> }
  | { readonly rejection: HttpResponse };
export type AuthorizeToken = (header: string | undefined) => Promise<Authorization>;

/** API Gateway supports RSA signatures alone. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const DiscoverySchema = z.looseObject({ jwks_uri: z.url() });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export function createJwtAuthorizer({ issuer, audiences }: JwtAuthorizerDefinition): AuthorizeToken {
  let keySet: Promise<JWTVerifyGetKey> | undefined;
  const verified = new VerifiedTokens();

  async function verify(token: string): Promise<JWTPayload> {
    keySet ??= discoverKeys(issuer);
    const options = { issuer, algorithms: ALGORITHMS, requiredClaims: ['exp'] };
    const { payload } = await jwtVerify(token, await keySet, options);
    verified.add(token, payload);
    return payload;
  }

  return async (header) => {
    const token = header?.replace(/^Bearer\s+/i, '').trim();
    if (!token) return { rejection: unauthorized() };
    try {
      const payload = verified.get(token) ?? (await verify(token));
      const invalid = invalidClaim(payload, audiences);
      if (invalid !== undefined) return { rejection: unauthorized(invalid) };
      return { claims: claimTexts(payload) };
    } catch (error) {
      // The next token retries a failed discovery.
      if (!(error instanceof errors.JOSEError)) keySet = undefined;
      return { rejection: rejectionOf(error) };
    }
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the issuer returned ${response.status}`);
  const keySet = createRemoteJWKSet(new URL(DiscoverySchema.parse(await response.json()).jwks_uri));
  // Without a `kid`, the key set would take the only key of the issuer; API Gateway requires one that matches.
  return (header, token) => {
    if (header.kid === undefined) throw new errors.JWKSNoMatchingKey();
    return keySet(header, token);
  };
}

function invalidClaim(payload: JWTPayload, audiences: readonly string[]): string | undefined {
  // `client_id` counts only in tokens without an audience.
  const intended = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
  if (!intended.some((audience) => typeof audience === 'string' && audiences.includes(audience))) {
    return 'the token does not have a valid audience';
  }
  if (payload.iat !== undefined && payload.iat > Date.now() / 1000 + 1) return 'the token was issued in the future';
  return undefined;
}

/** API Gateway passes every claim as a string, and an array as `[a b]`. */
function claimTexts(payload: JWTPayload): Record<string, string> {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, text(value)]));
}

function rejectionOf(error: unknown): HttpResponse {
  if (error instanceof errors.JWTExpired) return unauthorized('the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(`the token's claim ${error.claim} is not valid`);
  }
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    return unauthorized("the issuer's keys can't be read");
  }
  return unauthorized('the token is not valid');
}
