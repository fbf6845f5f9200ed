import { randomUUID } from 'node:crypto';
import type { MemoryCollection } from '../../collections.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { type AccessTokens, readTokenRequest, type TokenRequest } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType, refusal, type VendorError } from '../vendor-api.ts';
import type { ConcurCompany, ConcurSettings } from './validation.ts';

/** For development only. This refresh token never ends: whoever reads `hub.json` can begin with it (concur 5). */
export const CREDENTIALS = {
  client_id: '3f9c2a61-58e4-4d0b-9f6e-7a1d5c8b2e40',
  client_secret: 'b7d4e0f2-9c13-4a86-8e5d-6f2a1c0b9d73',
  refresh_token: 'e2a8c5d1-7b64-4f39-a0c7-1d9e3b5f8246',
};
/** For the password grant with `credtype=authtoken` (concur 3). The second request token is another client's. */
const COMPANY_ID = '8d3b6f90-2c7e-4a15-b4d8-5e0f9a7c1362';
const [REQUEST_TOKEN, ANOTHERS_REQUEST_TOKEN] = ['request-token-2026', 'request-token-of-another'];
/** concur 5. */
const TOKEN_SECONDS = 3600;
const REFRESH_TOKEN_LIFETIME_MS = 182 * 86_400_000;

/** What a token may be used for; one of the application alone, for nothing here (concur 11). */
export type Scopes = readonly string[];
/** By refresh token. */
export type Grants = MemoryCollection<Readonly<{ scopes: Scopes; expiresAt: number }>>;

/** concur 8. */
const ERRORS = {
  5: 'invalid_grant: Incorrect credentials. Please Retry',
  16: 'invalid_request: user lives elsewhere',
  53: 'invalid_client: company is not enabled for this client',
  54: 'invalid_scope: requested scope exceeds granted scope',
  60: 'invalid_grant: these are not the grants you are looking for',
  61: 'invalid_client: client not found',
  64: 'invalid_client: Incorrect credentials. Please Retry',
  65: 'invalid_request: grant_type was not supplied',
  106: 'invalid_request: refresh_token was not supplied',
  108: 'invalid_grant: bad or expired refresh token',
  115: 'invalid_request: unauthenticated client will not be issued token!',
  134: 'invalid_request: company is in scheduled maintenance',
  135: 'invalid_request: bad format',
  136: 'invalid_grant: this authtoken was not issued to you!',
};

/** What a company that can't be served is refused with; one that lives elsewhere is told where (concur 9). */
const UNAVAILABLE = { not_enabled: 53, maintenance: 134, elsewhere: 16 } as const;

function tokenError(code: keyof typeof ERRORS, extra: object = {}): VendorError {
  const [error, error_description] = ERRORS[code].split(': ');
  return refusal(error === 'invalid_client' ? 401 : 400, { code, error, error_description, ...extra });
}

function authenticate(
  { client_id, client_secret }: TokenRequest,
  { company }: ConcurCompany,
  geolocation: string,
): void {
  if (!client_id || !client_secret) throw tokenError(115);
  if (client_id !== CREDENTIALS.client_id) throw tokenError(61);
  if (client_secret !== CREDENTIALS.client_secret) throw tokenError(64);
  if (company !== 'enabled') throw tokenError(UNAVAILABLE[company], company === 'elsewhere' ? { geolocation } : {});
}

function checkRequestToken({ username, password, credtype }: TokenRequest): void {
  const isCompany = credtype === 'authtoken' && username === COMPANY_ID;
  if (isCompany && password === ANOTHERS_REQUEST_TOKEN) throw tokenError(136);
  if (!isCompany || password !== REQUEST_TOKEN) throw tokenError(5);
}

export function tokenEndpoint(settings: ConcurSettings, tokens: AccessTokens<Scopes>, grants: Grants, clock: Clock) {
  function grantedScopes(form: TokenRequest): Scopes {
    const { scopes } = settings.current;
    if (!form.grant_type) throw tokenError(65);
    if (form.grant_type === 'password') checkRequestToken(form);
    if (['password', 'client_credentials'].includes(form.grant_type)) return scopes;
    if (form.grant_type !== 'refresh_token') throw tokenError(60);
    if (!form.refresh_token) throw tokenError(106);
    if (form.refresh_token === CREDENTIALS.refresh_token) return scopes;
    const found = grants.get(form.refresh_token);
    if (found === undefined || found.expiresAt <= clock()) throw tokenError(108);
    return found.scopes;
  }

  function issueRefreshToken(scopes: Scopes, used = '') {
    const { rotateRefreshTokens } = settings.current;
    if (rotateRefreshTokens) grants.delete(used);
    const refresh_token = rotateRefreshTokens ? randomUUID() : used || randomUUID();
    const expiresAt = clock() + REFRESH_TOKEN_LIFETIME_MS;
    grants.put(refresh_token, { scopes, expiresAt });
    return { refresh_token, refresh_expires_in: Math.floor(expiresAt / 1000) };
  }

  return (request: HttpRequest, geolocation: string): HttpResponse => {
    if (!isMediaType(request.headers['content-type'], 'application/x-www-form-urlencoded')) throw tokenError(135);
    const form = readTokenRequest(request);
    authenticate(form, settings.current, geolocation);
    const granted = grantedScopes(form);
    const scopes = form.scope?.split(' ') ?? granted;
    if (scopes.some((scope) => !granted.includes(scope))) throw tokenError(54);
    const isApplication = form.grant_type === 'client_credentials';
    const access_token = tokens.issue(TOKEN_SECONDS, isApplication ? [] : scopes);
    const expires_in = String(TOKEN_SECONDS);
    const answer = { expires_in, scope: scopes.join(' '), token_type: 'Bearer', access_token };
    if (isApplication) return jsonResponse(200, { ...answer, geolocation });
    const jwt = [{ alg: 'RS256' }, { sub: COMPANY_ID, iss: geolocation }].map((part) => {
      return Buffer.from(JSON.stringify(part)).toString('base64url');
    });
    const refresh = issueRefreshToken(granted, form.grant_type === 'refresh_token' ? form.refresh_token : '');
    return jsonResponse(200, { ...answer, ...refresh, id_token: `${jwt.join('.')}.simulated`, geolocation });
  };
}
