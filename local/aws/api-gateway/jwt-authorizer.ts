import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { JwtAuthorizerDefinition } from './definition.ts';
import { insufficientScope, type Problem, unauthorized } from './problems.ts';

export type Authorization = { readonly claims: Readonly<Record<string, string>> } | { readonly problem: Problem };
export type AuthorizeToken = (header: string | undefined, scopes: readonly string[]) => Promise<Authorization>;

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/** API Gateway verifies RSA signatures only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const DiscoverySchema = z.looseObject({ jwks_uri: z.url() });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export function createJwtAuthorizer({ issuer, audiences }: JwtAuthorizerDefinition): AuthorizeToken {
  let discovered: Promise<KeySet> | undefined;
  const keys = (): Promise<KeySet> => {
    discovered ??= discoverKeys(issuer).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  };
  return async (header, scopes) => {
    const token = header?.replace(/^Bearer\s+/i, '').trim();
    if (!token) return { problem: unauthorized('auth.token_missing', undefined) };
    try {
      const { payload } = await jwtVerify(token, await keys(), {
        issuer,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
      });
      const refusal = refusedClaims(payload, audiences);
      if (refusal !== undefined) return { problem: unauthorized('auth.token_invalid', refusal) };
      if (scopes.length > 0 && !scopes.some((scope) => scopesOf(payload).includes(scope))) {
        return { problem: insufficientScope(scopes) };
      }
      return { claims: claimTexts(payload) };
    } catch (error) {
      return { problem: refusalOf(error) };
    }
  };
}

async function discoverKeys(issuer: string): Promise<KeySet> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  return createRemoteJWKSet(new URL(DiscoverySchema.parse(await response.json()).jwks_uri));
}

function refusedClaims(payload: JWTPayload, audiences: readonly string[]): string | undefined {
  // `client_id` counts only in tokens without an audience.
  const intended = payload.aud === undefined ? [payload.client_id] : [payload.aud].flat();
  if (!intended.some((audience) => typeof audience === 'string' && audiences.includes(audience))) {
    return 'the token does not have a valid audience';
  }
  if (payload.iat !== undefined && payload.iat > Date.now() / 1000 + 1) return 'the token was issued in the future';
  return undefined;
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  const granted = scope ?? scp;
  return Array.isArray(granted) ? granted.map(String) : String(granted ?? '').split(' ');
}

/** API Gateway hands every claim over as a string, an array as `[a b]`. */
function claimTexts(payload: JWTPayload): Record<string, string> {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, text(value)]));
}

function refusalOf(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return unauthorized('auth.token_expired', 'the token has expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return unauthorized('auth.token_invalid', `the token's claim ${error.claim} is not valid`);
  }
  if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) {
    return unauthorized('auth.token_invalid', "the issuer's keys can't be read");
  }
  return unauthorized('auth.token_invalid', 'the token is not valid');
}
