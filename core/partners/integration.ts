import * as z from 'zod/mini';
import { type FieldError, sentenceOf } from '../domain/errors.ts';
import { validate } from '../domain/validation.ts';
import { IntegrationError } from '../sync/errors.ts';
import type { PartnerEnvironment } from '../sync/partner-port.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { type UrlRules, urlRules, urlsIn } from './addresses.ts';
import { openSecret } from './given-hosts.ts';

export type ReadCredentials<Credentials> = (options: { readonly fresh: boolean }) => Promise<Credentials>;

export interface ClientOptions<Settings, Credentials> {
  readonly settings: Settings;
  readonly credentials: ReadCredentials<Credentials>;
  readonly urls: UrlRules;
  readonly clock: () => number;
}

export interface IntegrationOptions<Settings, Credentials, Client> {
  readonly partner: Partner;
  readonly settings: z.ZodMiniType<Settings>;
  readonly credentials: z.ZodMiniObject & z.ZodMiniType<Credentials>;
  readonly createClient: (options: ClientOptions<Settings, Credentials>) => Client;
}

export interface Integration<Settings, Client> {
  readonly settings: Settings;
  readonly client: Client;
}

/** A partner's address. Credentials in it would reach logs and error messages. */
export const PartnerUrlSchema = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).check(
  z.maxLength(2000),
  z.refine((text) => URL.parse(text)?.username === '' && URL.parse(text)?.password === '', {
    error: 'must not have a user name or password',
  }),
);

/** The URLs of valid settings whose protocol is not permitted, by name: credentials are sent over TLS only. */
function forbiddenUrls(settings: unknown, protocols: readonly string[]): FieldError[] {
  return urlsIn(settings)
    .filter(({ url }) => !protocols.includes(URL.parse(url)?.protocol ?? ''))
    .map(({ path }) => ({ path, message: `must begin with ${protocols.join('// or ')}//` }));
}

/** Secrets Manager's errors for a secret that does not exist, that is being deleted, or that the function's role can't read. */
const UNREADABLE_SECRET = new Set(['ResourceNotFoundException', 'InvalidRequestException', 'AccessDeniedException']);

/**
 * Opens organizations' integrations with one partner. A client lives as long as its settings, so that sessions survive
 * between messages. Throws IntegrationError for a disabled integration, invalid settings, or an unusable secret.
 */
export function createIntegration<Settings, Credentials, Client>(
  {
    partner,
    settings: settingsSchema,
    credentials: credentialsSchema,
    createClient,
  }: IntegrationOptions<Settings, Credentials, Client>,
  { loadSettings, readSecret, protocols, clock }: PartnerEnvironment,
): (orgId: string) => Promise<Integration<Settings, Client>> {
  const { displayName } = PARTNERS[partner];
  const urls = urlRules(protocols);
  const clients = new Map<string, { readonly settings: string; readonly client: Client }>();

  const parseSettings = (stored: unknown): Settings => {
    if (stored === undefined) {
      const message = `${displayName} is not enabled for this organization: enable it, then resume it.`;
      throw new IntegrationError('integration.disabled', message);
    }
    const result = validate(settingsSchema, stored);
    const fields = 'fields' in result ? result.fields : forbiddenUrls(stored, protocols);
    if ('data' in result && fields.length === 0) return result.data;
    const problems = sentenceOf(fields, 'the document');
    const message = `The settings of the ${displayName} integration are invalid: ${problems} Correct them, then resume it.`;
    throw new IntegrationError('integration.invalid', message);
  };

  const readText = (orgId: string, options: { readonly fresh: boolean }): Promise<string> =>
    readSecret(orgId, options).catch((error: unknown) => {
      if (!(error instanceof Error) || !UNREADABLE_SECRET.has(error.name)) throw error;
      const message = `The secret of the ${displayName} integration can't be read (${error.name}): fill it, then resume it.`;
      throw new IntegrationError('integration.credentials_missing', message, error);
    });

  const readCredentials = async (
    orgId: string,
    settings: Settings,
    options: { readonly fresh: boolean },
  ): Promise<Credentials> => {
    const { credentials, isForHosts } = openSecret(await readText(orgId, options), settings);
    const parsed = credentialsSchema.safeParse(credentials);
    if (parsed.success && isForHosts) return parsed.data;
    // The cache may hold what a person has just corrected.
    if (!options.fresh) return readCredentials(orgId, settings, { fresh: true });
    const names = Object.keys(credentialsSchema.shape).map((name) => `"${name}"`);
    const message = parsed.success
      ? `The credentials of the ${displayName} integration were given for another host than the settings name: give both together, then resume it.`
      : `The secret of the ${displayName} integration must be JSON with ${names.join(' and ')}: correct it, then resume it.`;
    throw new IntegrationError('integration.credentials_invalid', message);
  };

  return async (orgId) => {
    const settings = parseSettings(await loadSettings(orgId));
    const text = JSON.stringify(settings);
    const known = clients.get(orgId);
    const isKnown = known?.settings === text;
    // Credentials that can't be read during a call would leave it in doubt, although nothing was sent. Other settings may
    // name another host, for which those of the cache were not given.
    await readCredentials(orgId, settings, { fresh: known !== undefined && !isKnown });
    if (isKnown) return { settings, client: known.client };
    const credentials: ReadCredentials<Credentials> = (options) => readCredentials(orgId, settings, options);
    const client = createClient({ settings, credentials, urls, clock });
    clients.set(orgId, { settings: text, client });
    return { settings, client };
  };
}
