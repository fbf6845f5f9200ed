import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { basicAuthorization, readBearer } from '../authorization.ts';
import { unauthorized } from './errors.ts';

/** One of the two paths in use; a client must take it from its settings (sap 7). */
export const TOKEN_PATH = '/sap/bc/sec/oauth2/token';

/** For development only. The OAuth client's secret is the communication user's password (sap 6). */
export const CREDENTIALS = { username: 'HUB_COMM_USER', password: 'Welcome-2026-Dev' };

const BASIC = basicAuthorization(CREDENTIALS.username, CREDENTIALS.password);

/** The 401 for a caller without valid credentials; undefined for one that may pass (sap 5). */
export function rejectLogon(request: HttpRequest, tokens: AccessTokens): HttpResponse | undefined {
  if (request.headers.authorization === BASIC) return undefined;
  const bearer = readBearer(request);
  if (bearer === undefined) return unauthorized();
  return tokens.accepts(bearer) ? undefined : unauthorized('Bearer error="invalid_token"');
}

/** The token endpoint (sap 6). */
export function tokenResponse(request: HttpRequest, tokens: AccessTokens, lifetimeSeconds: number): HttpResponse {
  const { method, headers, body } = request;
  if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } };
  if (headers.authorization !== BASIC) return jsonResponse(401, { error: 'invalid_client' });
  if (new URLSearchParams(body.toString()).get('grant_type') !== 'client_credentials') {
    return jsonResponse(400, { error: 'unsupported_grant_type' });
  }
  const access_token = tokens.issue(lifetimeSeconds, undefined);
  return jsonResponse(200, { access_token, token_type: 'Bearer', expires_in: lifetimeSeconds });
}
