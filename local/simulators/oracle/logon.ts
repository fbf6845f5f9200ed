import type { HttpRequest } from '../../http/message.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { readBasic, readBearer } from '../authorization.ts';
import { VendorError } from '../vendor-api.ts';
import { unauthorized } from './errors.ts';

/** For development only (oracle 5, 6). */
export const CREDENTIALS = {
  client_id: 'procurement-hub-dev',
  client_secret: 'idcscs-dev-2f6c1f0e',
  username: 'HUB_INTEGRATION',
  password: 'Welcome-2026-Dev',
};

/** The token endpoint of the identity domain; the client authenticates by Basic (oracle 6, 7). */
export const TOKEN_PATH = '/oauth2/v1/token';
export const GRANT = { client: CREDENTIALS, lifetimeSeconds: 3600, scopes: ['urn:opc:resource:consumer::all'] };

/** Throws the 401 for a caller without valid credentials (oracle 5, 6). */
export function requireLogon(request: HttpRequest, tokens: AccessTokens): void {
  const [basic, bearer] = [readBasic(request), readBearer(request)];
  if (basic?.user === CREDENTIALS.username && basic.password === CREDENTIALS.password) return;
  if (bearer === undefined) throw new VendorError(unauthorized('Basic realm="Fusion"'));
  if (!tokens.find(bearer)) throw new VendorError(unauthorized('Bearer error="invalid_token"'));
}
