import { requestIdOf } from '../../events/event.ts';
import { loadIntegrationSettings } from '../store/organizations.ts';
import { createSyncStore } from '../store/sync-records.ts';
import { openTable } from '../store/table.ts';
import type { PartnerPort, PortEnvironment } from '../sync/partner-port.ts';
import type { Partner } from '../sync/partners.ts';
import { createSyncMachine } from '../sync/sync-machine.ts';
import { readEnv } from './env.ts';
import { ENV } from './env-names.ts';
import { newLeaseOwner } from './ids.ts';
import { createQueueConsumer } from './queue-consumer.ts';
import { partnerSecretName } from './secret-names.ts';
import { createSecretReader } from './secrets.ts';

/** The entry point of a partner's sync: its queue, the sync machine, and the partner's port. */
export function createSyncConsumer(partner: Partner, createPort: (environment: PortEnvironment) => PartnerPort) {
  const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix);
  const table = openTable(env.TABLE_NAME);
  const readSecret = createSecretReader();
  const port = createPort({
    loadSettings: (orgId) => loadIntegrationSettings(table, orgId, partner),
    readSecret: (orgId, options) => readSecret(partnerSecretName(env.SECRET_PREFIX, orgId, partner), options),
    clock: Date.now,
  });
  const synchronize = createSyncMachine({
    port,
    store: createSyncStore(table, partner),
    clock: Date.now,
    random: Math.random,
    newLeaseOwner,
  });
  return createQueueConsumer({
    queueUrl: env.QUEUE_URL,
    handle: (event, remainingMs) => synchronize(event.org_id, requestIdOf(event), remainingMs),
  });
}
