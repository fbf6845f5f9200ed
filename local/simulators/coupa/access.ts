import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { AccessTokens, RateLimit, readBearer, readTokenRequest, tokenResponse } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType, refusal, type VendorError } from '../vendor-api.ts';

/** coupa 48. */
export function invalid(object: string, problems: readonly string[]): VendorError {
  return refusal(400, { errors: { [object]: problems } });
}

/** What is no matter of one object; the messages are INFERRED. */
export function reject(status: number, message: string): VendorError {
  return refusal(status, { errors: { base: [message] } });
}

/** coupa 49. */
export function notFound(): VendorError {
  return reject(404, 'No results match your search criteria.');
}

/** coupa 50. */
function rejectToken(): VendorError {
  return refusal(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  return (status === 401 ? rejectToken() : reject(status, `The status is ${status}`)).response;
}

/** coupa 2. */
export const TOKEN_PATH = '/oauth2/token';

/** For development only. */
export const CREDENTIALS = { client_id: '6e1f0c2ab94d4a54', client_secret: 'coupa-client-secret-dev' };

/** coupa 51, 52. */
const RATE = { perSecond: 25, burst: 20 };
/** coupa 4, 6. */
const GRANT = {
  client: CREDENTIALS,
  lifetimeSeconds: 86_399,
  scopes: [
    ...['core.common.read', 'core.purchase_order.read', 'core.purchase_order.write'],
    ...['core.integration.read', 'core.integration.write'],
  ],
  answer: (scope: string) => ({ token_type: 'bearer', scope }),
};

/** The token endpoint, and what precedes each call of the API. */
export function createAccess(clock: Clock) {
  const tokens = new AccessTokens(clock);
  const rateLimit = new RateLimit(clock);

  return {
    /** coupa 2, 3, 6. */
    token: (request: HttpRequest) => tokenResponse(readTokenRequest(request), GRANT, tokens),

    /** coupa 6, 8, 9. */
    check(request: HttpRequest): void {
      if (request.path === TOKEN_PATH) return;
      if (!rateLimit.admits(RATE)) throw reject(429, 'Rate limit exceeded');
      const scopes = tokens.find(readBearer(request) ?? '')?.grant;
      if (scopes === undefined) throw rejectToken();
      const scope = scopeFor(request);
      if (!scopes.includes(scope)) throw reject(403, `The access token lacks the scope ${scope}`);
      const accepted = (request.headers.accept ?? '').split(',');
      if (accepted.some((type) => isMediaType(type, 'application/json'))) return;
      throw reject(406, 'Without "Accept: application/json" Coupa answers XML, which is not simulated.');
    },

    expireTokens: () => tokens.expireAll(),
    reset(): void {
      tokens.expireAll();
      rateLimit.reset();
    },
  };
}

function scopeFor({ method, path }: HttpRequest): string {
  const object = path.startsWith('/api/purchase_orders') ? 'purchase_order' : 'integration';
  return `core.${object}.${method === 'GET' ? 'read' : 'write'}`;
}
