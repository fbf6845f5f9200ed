import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { readBasic, readBearer, readTokenRequest } from '../authorization.ts';
import { refusal, VendorError } from '../vendor-api.ts';
import { unauthorized } from './errors.ts';

/** For development only (oracle 5, 6). */
export const CREDENTIALS = {
  client_id: 'procurement-hub-dev',
  client_secret: 'idcscs-dev-2f6c1f0e',
  username: 'HUB_INTEGRATION',
  password: 'Welcome-2026-Dev',
};

/** oracle 6. */
export const TOKEN_PATH = '/oauth2/v1/token';
const SCOPE = 'urn:opc:resource:consumer::all';
const LIFETIME_SECONDS = 3600;

/** Throws the 401 for a caller without valid credentials (oracle 5, 6). */
export function requireLogon(request: HttpRequest, tokens: AccessTokens): void {
  const [basic, bearer] = [readBasic(request), readBearer(request)];
  if (basic?.user === CREDENTIALS.username && basic.password === CREDENTIALS.password) return;
  if (bearer === undefined) throw new VendorError(unauthorized('Basic realm="Fusion"'));
  if (!tokens.accepts(bearer)) throw new VendorError(unauthorized('Bearer error="invalid_token"'));
}

/** The token endpoint of the identity domain; the client authenticates by Basic (oracle 6, 7). */
export function issueToken(request: HttpRequest, tokens: AccessTokens): HttpResponse {
  const [client, { grant_type, scope = '' }] = [readBasic(request), readTokenRequest(request)];
  if (client?.user !== CREDENTIALS.client_id || client.password !== CREDENTIALS.client_secret) {
    throw refusal(401, { error: 'invalid_client', error_description: 'Client authentication failed.' });
  }
  if (grant_type !== 'client_credentials') throw refusal(400, { error: 'unsupported_grant_type' });
  if (!scope.split(' ').includes(SCOPE)) throw refusal(400, { error: 'invalid_scope' });
  const access_token = tokens.issue(LIFETIME_SECONDS, undefined);
  return jsonResponse(200, { access_token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS });
}
