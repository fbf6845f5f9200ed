import type { FieldError } from '../domain/errors.ts';
import { validate } from '../domain/validation.ts';
import type { Partner } from '../sync/partners.ts';
import { type UrlRules, unsafeUrls } from './addresses.ts';
import { originsOf } from './given-hosts.ts';
import { PARTNER_DEFINITIONS } from './registry.ts';

/** What is wrong with settings, as `settings.…`: by their schema, and URLs that the hub does not call. */
export async function settingsFaults(partner: Partner, settings: unknown, urls: UrlRules): Promise<FieldError[]> {
  const result = validate(PARTNER_DEFINITIONS[partner].settings, settings);
  return 'fields' in result ? within('settings', result.fields) : unsafeUrls(settings, urls, 'settings');
}

/** What is wrong with credentials, as `credentials.…`. Messages quote no value. */
export function credentialsFaults(partner: Partner, credentials: unknown): FieldError[] {
  const result = validate(PARTNER_DEFINITIONS[partner].credentials, credentials);
  return 'fields' in result ? within('credentials', result.fields) : [];
}

function within(name: string, fields: readonly FieldError[]): FieldError[] {
  return fields.map(({ path, message }) => ({ path: path === '' ? name : `${name}.${path}`, message }));
}

/**
 * Whether settings name a host that the others do not: credentials that nobody can read must not be sent there, only
 * because somebody has changed a URL.
 */
export function namesAnotherHost(settings: unknown, others: unknown): boolean {
  const known = new Set(originsOf(others));
  return originsOf(settings).some((origin) => !known.has(origin));
}
