import type { PullEnvironment } from '../../../pull/pull-environment.ts';
import { createIntegration, type Integration } from '../../integration.ts';
import { SAP_INTEGRATION } from '../integration.ts';
import { createSapReader, type SapReader } from '../reader.ts';
import type { SapSettings } from '../settings.ts';

export type OpenSap = (orgId: string) => Promise<Integration<SapSettings, SapReader>>;

/** Opens organizations' SAP for reading. Throws IntegrationError for one that can't be used. */
export function createOpenSap(environment: PullEnvironment): OpenSap {
  return createIntegration({ ...SAP_INTEGRATION, createClient: createSapReader }, environment);
}
