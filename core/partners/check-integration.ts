import { type FieldError, sentenceOf } from '../domain/errors.ts';
import type { CallContext } from '../sync/call-context.ts';
import { PARTNERS, type Partner } from '../sync/partners.ts';
import { connectionWords } from './connection-words.ts';
import type { PingEnvironment } from './definition.ts';
import { PARTNER_DEFINITIONS } from './registry.ts';
import { credentialsFaults, settingsFaults } from './setup-faults.ts';

export interface Check {
  readonly name: 'enabled' | 'settings' | 'credentials' | 'connection';
  readonly ok: boolean;
  /** For people. */
  readonly message: string;
}

export interface CheckedIntegration {
  /** Undefined where it does not matter: nothing of it is stored yet. */
  readonly enabled: boolean | undefined;
  readonly settings: unknown;
  /** Undefined: there are none. */
  readonly credentials: unknown;
}

/** What works of an integration, in words. The partner is called, harmlessly, if settings and credentials are valid. */
export async function checkIntegration(
  partner: Partner,
  { enabled, settings, credentials }: CheckedIntegration,
  environment: PingEnvironment,
  context: CallContext,
): Promise<Check[]> {
  const { displayName } = PARTNERS[partner];
  const missing = [{ path: 'credentials', message: 'are missing: give them together with the settings' }];
  const checks: Check[] = [
    ...(enabled === undefined ? [] : [enabledCheck(partner, enabled)]),
    checkOf('settings', await settingsFaults(partner, settings, environment.urls)),
    checkOf('credentials', credentials === undefined ? missing : credentialsFaults(partner, credentials)),
  ];
  if (checks.some(({ name, ok }) => name !== 'enabled' && !ok)) return checks;
  try {
    await PARTNER_DEFINITIONS[partner].ping(settings, credentials, environment, context);
    const message = `${displayName} accepts the credentials and answers a read.`;
    return [...checks, { name: 'connection', ok: true, message }];
  } catch (error) {
    return [...checks, { name: 'connection', ok: false, message: connectionWords(partner, error) }];
  }
}

function enabledCheck(partner: Partner, enabled: boolean): Check {
  const { displayName } = PARTNERS[partner];
  const message = enabled
    ? `${displayName} is enabled.`
    : `${displayName} is not enabled: nothing is sent to it until it is.`;
  return { name: 'enabled', ok: enabled, message };
}

function checkOf(name: 'settings' | 'credentials', faults: readonly FieldError[]): Check {
  const message = faults.length === 0 ? `The ${name} have the documented form.` : sentenceOf(faults);
  return { name, ok: faults.length === 0, message };
}
