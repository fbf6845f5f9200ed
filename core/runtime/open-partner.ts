import { loadIntegrationSettings } from '../store/integrations.ts';
import { openTable, type Table } from '../store/table.ts';
import type { PartnerEnvironment } from '../sync/partner-port.ts';
import type { Partner } from '../sync/partners.ts';
import { readEnv } from './env.ts';
import { ENV } from './env-names.ts';
import { partnerSecretName } from './secret-names.ts';
import { createSecretReader } from './secrets.ts';

/** What every consumer of a partner works with: the table, its queue, and the organizations' integrations. */
export interface OpenPartner {
  readonly table: Table;
  readonly queueUrl: string;
  readonly environment: PartnerEnvironment;
}

/** Reads the function's environment; call it once, outside the handler. */
export function openPartner(partner: Partner): OpenPartner {
  const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix, ENV.partnerProtocols);
  const table = openTable(env.TABLE_NAME);
  const readSecret = createSecretReader();
  return {
    table,
    queueUrl: env.QUEUE_URL,
    environment: {
      loadSettings: (orgId) => loadIntegrationSettings(table, orgId, partner),
      readSecret: (orgId, options) => readSecret(partnerSecretName(env.SECRET_PREFIX, orgId, partner), options),
      protocols: env.PARTNER_PROTOCOLS.split(' '),
      clock: Date.now,
    },
  };
}
