import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { DATA_FILES, writeWhole } from './data-files.ts';
import { errorCode } from './error-code.ts';
import { createListener, jsonResponse } from './http/message.ts';
import { StartError } from './start-error.ts';

/** The claims of a token. */
export interface TokenSubject {
  readonly user: string;
  readonly org: string;
  readonly roles: readonly string[];
}

export interface Issuer {
  /** The `iss` of its tokens, and the base address of its discovery document. */
  readonly url: string;
  readonly audience: string;
  token(subject: TokenSubject, expiresInSeconds: number): Promise<string>;
  /** Serves discovery document and keys below {@link ISSUER_PATH}. */
  readonly listener: RequestListener;
}

export const ISSUER_PATH = '/issuer';
/** API Gateway verifies RSA signatures only. */
const ALGORITHM = 'RS256';

/** Opens the development OpenID issuer. Its key is kept in the data directory, so tokens stay valid after a restart. */
export async function openIssuer(dataDirectory: string, url: string, audience: string): Promise<Issuer> {
  const privateJwk = await loadKey(join(dataDirectory, DATA_FILES.issuerKey));
  const key = await importJWK(privateJwk, ALGORITHM);
  const { kty, n, e, kid = '' } = privateJwk;
  const documents = new Map<string, unknown>();
  documents.set(`${ISSUER_PATH}/jwks.json`, { keys: [{ kty, n, e, kid, alg: ALGORITHM, use: 'sig' }] });
  documents.set(`${ISSUER_PATH}/.well-known/openid-configuration`, {
    issuer: url,
    jwks_uri: `${url}/jwks.json`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
  });
  return {
    url,
    audience,
    token: ({ user, org, roles }, expiresInSeconds) => {
      const now = Math.floor(Date.now() / 1000);
      return (
        new SignJWT({ org_id: org, roles: [...roles] })
          .setProtectedHeader({ alg: ALGORITHM, kid })
          .setIssuer(url)
          .setAudience(audience)
          .setSubject(user)
          // `iat` is never after `exp`, also for a token that is created expired.
          .setIssuedAt(Math.min(now, now + expiresInSeconds))
          .setExpirationTime(now + expiresInSeconds)
          .sign(key)
      );
    },
    listener: createListener(
      ({ path }) => {
        const document = documents.get(path);
        return document ? jsonResponse(200, document) : jsonResponse(404, { message: `There is no ${path}.` });
      },
      { maxBodyBytes: 0, onError: console.error },
    ),
  };
}

async function loadKey(path: string): Promise<JWK> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new StartError(`${path} is damaged. Delete it: the issuer creates a new key.`);
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID() };
  await writeWhole(path, JSON.stringify(jwk));
  return jwk;
}
