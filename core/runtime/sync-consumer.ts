import { subjectOf } from '../../events/event.ts';
import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { loadIntegrationSettings } from '../store/integrations.ts';
import { loadMappings } from '../store/mappings.ts';
import { createOrderSyncStore } from '../store/sync-store.ts';
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

/** The entry point of a partner's sync of purchase orders: its queue, the sync machine, and the partner's port. */
export function createOrderSyncConsumer(
  partner: Partner,
  createPort: (environment: PortEnvironment) => PartnerPort<PurchaseOrder>,
) {
  const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix, ENV.partnerProtocols);
  const table = openTable(env.TABLE_NAME);
  const readSecret = createSecretReader();
  const port = createPort({
    loadSettings: (orgId) => loadIntegrationSettings(table, orgId, partner),
    loadMappings: (orgId, keys) => loadMappings(table, orgId, partner, keys),
    readSecret: (orgId, options) => readSecret(partnerSecretName(env.SECRET_PREFIX, orgId, partner), options),
    protocols: env.PARTNER_PROTOCOLS.split(' '),
    clock: Date.now,
  });
  const synchronize = createSyncMachine({
    port,
    store: createOrderSyncStore(table, port),
    clock: Date.now,
    random: Math.random,
    newLeaseOwner,
  });
  return createQueueConsumer({
    queueUrl: env.QUEUE_URL,
    handle: (event, remainingMs) => synchronize(event.org_id, subjectOf(event).id, remainingMs),
  });
}
