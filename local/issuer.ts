import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { errorCode } from './error-code.ts';

/** Who a token is for. */
export interface TokenSubject {
  readonly user: string;
  readonly org: string;
  readonly roles: readonly string[];
}

export interface Issuer {
  /** The `iss` of its tokens, where its discovery document is found. */
  readonly url: string;
  readonly audience: string;
  token(subject: TokenSubject, expiresInSeconds: number): Promise<string>;
  /** Serves discovery and keys below {@link ISSUER_PATH}. */
  readonly listener: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
}

export const ISSUER_PATH = '/issuer';
/** API Gateway verifies RSA signatures only. */
const ALGORITHM = 'RS256';

/** A development OpenID issuer. Its key stays in the data directory, so that tokens outlive the process. */
export async function openIssuer(dataDirectory: string, url: string, audience: string): Promise<Issuer> {
  const privateJwk = await loadKey(join(dataDirectory, 'issuer-key.json'));
  const key = await importJWK(privateJwk, ALGORITHM);
  const { kty, n, e, kid } = privateJwk;
  const documents: Readonly<Record<string, unknown>> = {
    [`${ISSUER_PATH}/.well-known/openid-configuration`]: {
      issuer: url,
      jwks_uri: `${url}/jwks.json`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [ALGORITHM],
    },
    [`${ISSUER_PATH}/jwks.json`]: { keys: [{ kty, n, e, kid, alg: ALGORITHM, use: 'sig' }] },
  };
  return {
    url,
    audience,
    token: ({ user, org, roles }, expiresInSeconds) => {
      const now = Math.floor(Date.now() / 1000);
      // A token that is expired from the start was issued before it expired.
      const issuedAt = Math.min(now, now + expiresInSeconds);
      return new SignJWT({ org_id: org, roles: [...roles] })
        .setProtectedHeader({ alg: ALGORITHM, ...(kid && { kid }) })
        .setIssuer(url)
        .setAudience(audience)
        .setSubject(user)
        .setIssuedAt(issuedAt)
        .setExpirationTime(now + expiresInSeconds)
        .sign(key);
    },
    listener: (incoming, outgoing) => {
      const document = documents[incoming.url?.split('?')[0] ?? ''];
      outgoing.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify(document ?? { message: 'Not Found' }));
    },
  };
}

async function loadKey(path: string): Promise<JWK> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID() };
  // Renamed when complete: a kill must not leave half a key behind.
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(jwk), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return jwk;
}
