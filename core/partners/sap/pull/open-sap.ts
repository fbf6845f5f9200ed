import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import { urlRules } from '../../addresses.ts';
import { createIntegration, type Integration } from '../../integration.ts';
import { createSapReader, type SapReader } from '../reader.ts';
import { SapCredentialsSchema } from '../schemas.ts';
import { type SapSettings, SapSettingsSchema } from '../settings.ts';

export type OpenSap = (orgId: string) => Promise<Integration<SapSettings, SapReader>>;

/** Opens organizations' SAP for reading. Throws IntegrationError for one that can't be used. */
export function createOpenSap(environment: PullEnvironment): OpenSap {
  const urls = urlRules(environment.protocols);
  return createIntegration(
    {
      partner: 'sap',
      settings: SapSettingsSchema,
      credentials: SapCredentialsSchema,
      createClient: (settings, credentials) =>
        createSapReader({ settings, credentials, urls, clock: environment.clock }),
    },
    environment,
  );
}
