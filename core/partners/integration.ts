import * as z from 'zod';
import { sentenceOf } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import { validate } from '../domain/validation.ts';
import { PermanentError } from '../sync/errors.ts';
import type { PortEnvironment } from '../sync/partner-port.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';

export type ReadCredentials<Credentials> = (options: { readonly fresh: boolean }) => Promise<Credentials>;

export interface IntegrationOptions<Settings, Credentials, Client> {
  readonly partner: Partner;
  readonly settings: z.ZodType<Settings>;
  readonly credentials: z.ZodObject & z.ZodType<Credentials>;
  readonly createClient: (settings: Settings, credentials: ReadCredentials<Credentials>) => Client;
}

export interface Integration<Settings, Client> {
  readonly settings: Settings;
  readonly client: Client;
}

/** A partner's address. Credentials in it would reach logs and error messages. */
export const PartnerUrlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine((text) => URL.parse(text)?.username === '' && URL.parse(text)?.password === '', {
    error: 'must not have a user name or password',
  });

/** Secrets Manager's errors for a secret that does not exist, that is being deleted, or that the function's role can't read. */
const UNREADABLE_SECRET = new Set(['ResourceNotFoundException', 'InvalidRequestException', 'AccessDeniedException']);

/**
 * Opens organizations' integrations with one partner. A client lives as long as its settings, so that sessions survive
 * between messages. Throws PermanentError for a disabled integration, invalid settings, or an unusable secret.
 */
export function createIntegration<Settings, Credentials, Client>(
  {
    partner,
    settings: settingsSchema,
    credentials: credentialsSchema,
    createClient,
  }: IntegrationOptions<Settings, Credentials, Client>,
  { loadSettings, readSecret }: Pick<PortEnvironment, 'loadSettings' | 'readSecret'>,
): (orgId: string) => Promise<Integration<Settings, Client>> {
  const { displayName } = PARTNERS[partner];
  const clients = new Map<string, { readonly settings: string; readonly client: Client }>();

  const parseSettings = (stored: unknown): Settings => {
    if (stored === undefined) {
      const message = `${displayName} is not enabled for this organization: enable it, then retry.`;
      throw new PermanentError('integration.disabled', message);
    }
    const result = validate(settingsSchema, stored);
    if ('data' in result) return result.data;
    const problems = sentenceOf(result.fields, 'the document');
    const message = `The settings of the ${displayName} integration are invalid: ${problems} Correct them, then retry.`;
    throw new PermanentError('integration.invalid', message);
  };

  const readCredentials = async (orgId: string, options: { readonly fresh: boolean }): Promise<Credentials> => {
    const text = await readSecret(orgId, options).catch((error: unknown) => {
      if (!(error instanceof Error) || !UNREADABLE_SECRET.has(error.name)) throw error;
      const message = `The secret of the ${displayName} integration can't be read (${error.name}): fill it, then retry.`;
      throw new PermanentError('integration.credentials_missing', message, error);
    });
    const parsed = credentialsSchema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    const names = Object.keys(credentialsSchema.shape).map((name) => `"${name}"`);
    const message = `The secret of the ${displayName} integration must be JSON with ${names.join(' and ')}: correct it, then retry.`;
    throw new PermanentError('integration.credentials_invalid', message);
  };

  return async (orgId) => {
    const settings = parseSettings(await loadSettings(orgId));
    // Credentials that can't be read during a call would leave it in doubt, although nothing was sent.
    await readCredentials(orgId, { fresh: false });
    const text = JSON.stringify(settings);
    const known = clients.get(orgId);
    if (known?.settings === text) return { settings, client: known.client };
    const client = createClient(settings, (options) => readCredentials(orgId, options));
    clients.set(orgId, { settings: text, client });
    return { settings, client };
  };
}
