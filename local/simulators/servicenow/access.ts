import * as z from 'zod';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { AccessTokens, readBasic, readBearer, readTokenRequest } from '../authorization.ts';
import type { Clock, Settings } from '../simulator.ts';
import { isMediaType } from '../vendor-api.ts';
import { notAuthenticated } from './platform.ts';

export const TOKEN_PATH = '/oauth_token.do';
const TOKEN_SECONDS = 1799;
/** 100 days, the platform's default (INFERRED). */
const REFRESH_SECONDS = 8_640_000;

/** For development only. */
export const CREDENTIALS = {
  username: 'hub.integrator',
  password: 'Spendint-2026-Dev',
  client_id: '7c3f0a9be1d24c55a0f2d86c4b91e7aa',
  client_secret: 'sn-dev-client-secret',
};

/** The second lacks the role sn_spend_intg.procurement_integrator (servicenow 1). */
const USERS = [
  { name: CREDENTIALS.username, password: CREDENTIALS.password, hasRole: true },
  { name: 'hub.viewer', password: 'Viewer-2026-Dev', hasRole: false },
];
type User = (typeof USERS)[number];

/** Who calls, by Basic or by a bearer token (servicenow 1–5). */
export function createAccess(settings: ServiceNowSettings, clock: Clock) {
  const accessTokens = new AccessTokens<User>(clock);
  const refreshTokens = new AccessTokens<User>(clock);
  /** By user and grant: a repeated request gets the same tokens again. */
  const issued = new Map<string, { readonly tokens: object; readonly expiresAt: number }>();

  function userOf(form: Readonly<Record<string, string>>): User | undefined {
    if (form.client_id !== CREDENTIALS.client_id || form.client_secret !== CREDENTIALS.client_secret) return undefined;
    if (form.grant_type === 'password') return findUser(form.username, form.password);
    if (form.grant_type === 'refresh_token') return refreshTokens.find(form.refresh_token ?? '')?.grant;
    const isClient = form.grant_type === 'client_credentials' && settings.current[CLIENT_CREDENTIALS_ENABLED];
    return isClient ? USERS[0] : undefined;
  }

  function issue(user: User, isForClient: boolean) {
    const access_token = accessTokens.issue(TOKEN_SECONDS, user);
    const refresh = isForClient ? {} : { refresh_token: refreshTokens.issue(REFRESH_SECONDS, user) };
    return { tokens: { access_token, ...refresh }, expiresAt: clock() + TOKEN_SECONDS * 1000 };
  }

  return {
    authenticate(request: HttpRequest): User {
      const basic = readBasic(request);
      const bearer = accessTokens.find(readBearer(request) ?? '')?.grant;
      const user = basic ? findUser(basic.user, basic.password) : bearer;
      if (user === undefined) throw notAuthenticated();
      return user;
    },
    /** The token endpoint; it refuses everything with the same error (servicenow 4). */
    token(request: HttpRequest): HttpResponse {
      const isForm = isMediaType(request.headers['content-type'], 'application/x-www-form-urlencoded');
      const form = isForm && request.method === 'POST' ? readTokenRequest(request) : {};
      const user = userOf(form);
      if (user === undefined) return jsonResponse(401, { error: 'server_error', error_description: 'access_denied' });
      const isForClient = form.grant_type === 'client_credentials';
      const key = `${user.name} ${isForClient}`;
      const known = issued.get(key);
      const { tokens, expiresAt } = known && known.expiresAt > clock() ? known : issue(user, isForClient);
      issued.set(key, { tokens, expiresAt });
      const expires_in = Math.floor((expiresAt - clock()) / 1000);
      return jsonResponse(200, { ...tokens, scope: 'useraccount', token_type: 'Bearer', expires_in });
    },
    reset(): void {
      for (const tokens of [accessTokens, refreshTokens]) tokens.expireAll();
      issued.clear();
    },
  };
}

function findUser(name: string | undefined, password: string | undefined): User | undefined {
  return USERS.find((user) => user.name === name && user.password === password);
}

export const CLIENT_CREDENTIALS_ENABLED = 'glide.oauth.inbound.client.credential.grant_type.enabled';

/** Properties of the instance, and what the sources leave open. */
export const ServiceNowSettingsSchema = z.strictObject({
  /** servicenow 28. */
  'glide.invalid_query.returns_no_rows': z.boolean().default(false),
  /** servicenow 5. */
  [CLIENT_CREDENTIALS_ENABLED]: z.boolean().default(true),
  /** What documents may name as their customer, besides the order's own (servicenow 44). */
  customerIds: z.array(z.string()).default(['ACME CORP', 'AB-1234323', 'Customer - A']),
  /** Of a synchronous response that names failures (servicenow 19). */
  failureStatus: z.int().min(200).max(599).default(200),
});
export type ServiceNowSettings = Settings<z.infer<typeof ServiceNowSettingsSchema>>;
