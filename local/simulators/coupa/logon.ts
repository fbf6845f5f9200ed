import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { readBearer, readTokenRequest } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { rejectScope, rejectToken } from './errors.ts';
import type { CoupaSettings } from './settings.ts';

/** coupa 2. */
export const TOKEN_PATH = '/oauth2/token';

/** For development only. */
export const CREDENTIALS = { client_id: '6e1f0c2ab94d4a54', client_secret: 'coupa-client-secret-dev' };

export interface Grant {
  readonly scopes: readonly string[];
  readonly usableFrom: number;
}

/** coupa 2, 3, 6. The refusals are those of https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export function tokenResponse(
  request: HttpRequest,
  tokens: AccessTokens<Grant>,
  settings: CoupaSettings,
  clock: Clock,
): HttpResponse {
  const { tokenLifetimeSeconds, tokenUsableAfterSeconds, scopes: allowed } = settings.current;
  const { client_id, client_secret, grant_type, scope } = readTokenRequest(request);
  if (grant_type === undefined || scope === undefined) return jsonResponse(400, { error: 'invalid_request' });
  if (client_id !== CREDENTIALS.client_id || client_secret !== CREDENTIALS.client_secret) {
    return jsonResponse(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="Coupa"' });
  }
  if (grant_type !== 'client_credentials') return jsonResponse(400, { error: 'unsupported_grant_type' });
  const scopes = scope.split(' ').filter((one) => one !== '');
  if (scopes.length === 0 || !scopes.every((one) => allowed.split(' ').includes(one))) {
    return jsonResponse(400, { error: 'invalid_scope' });
  }
  const usableFrom = clock() + tokenUsableAfterSeconds * 1000;
  const access_token = tokens.issue(tokenLifetimeSeconds, { scopes, usableFrom });
  const noStore = { 'cache-control': 'no-store' };
  return jsonResponse(
    200,
    { access_token, token_type: 'bearer', expires_in: tokenLifetimeSeconds, scope: scopes.join(' ') },
    noStore,
  );
}

/** The scopes of a call's token (coupa 8). */
export function checkToken(request: HttpRequest, tokens: AccessTokens<Grant>, clock: Clock): Grant {
  const found = tokens.find(readBearer(request) ?? '');
  if (found === undefined || found.grant.usableFrom > clock()) throw rejectToken();
  return found.grant;
}

/** coupa 6. */
export function checkScope({ method, path }: HttpRequest, { scopes }: Grant): void {
  const object = path.startsWith('/api/purchase_orders') ? 'purchase_order' : 'integration';
  const scope = `core.${object}.${method === 'GET' ? 'read' : 'write'}`;
  if (!scopes.includes(scope)) throw rejectScope(scope);
}
