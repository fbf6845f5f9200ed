import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import { readBasic, readBearer, readTokenRequest } from '../authorization.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType, VendorError } from '../vendor-api.ts';
import { errorResponse, notAuthenticated } from './errors.ts';
import { CLIENT_CREDENTIALS_ENABLED, type ServiceNowSettings } from './settings.ts';

export const TOKEN_PATH = '/oauth_token.do';
/** 100 days, the platform's default (INFERRED). */
const REFRESH_SECONDS = 8_640_000;

/** For development only. */
export const CREDENTIALS = {
  username: 'hub.integrator',
  password: 'Spendint-2026-Dev',
  client_id: '7c3f0a9be1d24c55a0f2d86c4b91e7aa',
  client_secret: 'sn-dev-client-secret',
};

export interface User {
  readonly name: string;
  readonly password: string;
  /** Whether the user may call Spendint and read its tables: sn_spend_intg.procurement_integrator (servicenow 1). */
  readonly hasRole: boolean;
}

/** The OAuth application's user too. */
const INTEGRATOR: User = { name: CREDENTIALS.username, password: CREDENTIALS.password, hasRole: true };
const USERS: readonly User[] = [INTEGRATOR, { name: 'hub.viewer', password: 'Viewer-2026-Dev', hasRole: false }];

interface Issued {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expiresAt: number;
}

/** Who calls, by Basic or by a bearer token (servicenow 1–5). */
export class Access {
  readonly #settings: ServiceNowSettings;
  readonly #clock: Clock;
  readonly #tokens: AccessTokens<User>;
  readonly #refreshTokens: AccessTokens<User>;
  /** By user and grant: a repeated request gets the same token again. */
  readonly #current = new Map<string, Issued>();

  constructor(settings: ServiceNowSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#tokens = new AccessTokens(clock);
    this.#refreshTokens = new AccessTokens(clock);
  }

  userOf(request: HttpRequest): User | undefined {
    const basic = this.#settings.current.basicAllowed ? readBasic(request) : undefined;
    return basic ? findUser(basic.user, basic.password) : this.#tokens.find(readBearer(request) ?? '')?.grant;
  }

  authenticate(request: HttpRequest): User {
    const user = this.userOf(request);
    if (user === undefined) throw new VendorError(notAuthenticated());
    return user;
  }

  /** The token endpoint; it refuses everything with the same error (servicenow 4). */
  token(request: HttpRequest): HttpResponse {
    if (request.method !== 'POST') return errorResponse(405, 'Method Not Allowed');
    const isForm = isMediaType(request.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = isForm ? readTokenRequest(request) : {};
    const isClient = form.client_id === CREDENTIALS.client_id && form.client_secret === CREDENTIALS.client_secret;
    const user = isClient ? this.#grant(form) : undefined;
    if (user === undefined) return jsonResponse(401, { error: 'server_error', error_description: 'access_denied' });
    const { expiresAt, ...tokens } = this.#issue(user, form.grant_type === 'client_credentials');
    const expires_in = Math.floor((expiresAt - this.#clock()) / 1000);
    return jsonResponse(200, { ...tokens, scope: 'useraccount', token_type: 'Bearer', expires_in });
  }

  expireTokens(): void {
    this.#tokens.expireAll();
    this.#current.clear();
  }

  reset(): void {
    this.expireTokens();
    this.#refreshTokens.expireAll();
  }

  #grant(form: Readonly<Record<string, string>>): User | undefined {
    switch (form.grant_type) {
      case 'password':
        return findUser(form.username, form.password);
      case 'refresh_token':
        return this.#refreshTokens.find(form.refresh_token ?? '')?.grant;
      case 'client_credentials':
        return this.#settings.current[CLIENT_CREDENTIALS_ENABLED] ? INTEGRATOR : undefined;
      default:
        return undefined;
    }
  }

  #issue(user: User, isForClient: boolean): Issued {
    const key = `${user.name} ${isForClient}`;
    const known = this.#current.get(key);
    if (known !== undefined && known.expiresAt > this.#clock()) return known;
    const seconds = this.#settings.current.tokenLifetimeSeconds;
    const access_token = this.#tokens.issue(seconds, user);
    const refresh = isForClient ? {} : { refresh_token: this.#refreshTokens.issue(REFRESH_SECONDS, user) };
    const issued = { access_token, ...refresh, expiresAt: this.#clock() + seconds * 1000 };
    this.#current.set(key, issued);
    return issued;
  }
}

function findUser(name: string | undefined, password: string | undefined): User | undefined {
  return USERS.find((user) => user.name === name && user.password === password);
}
