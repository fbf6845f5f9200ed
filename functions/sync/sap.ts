import { createSapPort } from '../../core/partners/sap/port.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { newLeaseOwner } from '../../core/runtime/ids.ts';
import { createQueueConsumer } from '../../core/runtime/queue-consumer.ts';
import { createSecretReader } from '../../core/runtime/secrets.ts';
import { getIntegrationSettings } from '../../core/store/organizations.ts';
import { createSyncStore } from '../../core/store/sync-records.ts';
import { openTable } from '../../core/store/table.ts';
import { createSyncMachine } from '../../core/sync/sync-machine.ts';
import { requestIdOf } from '../../events/event.ts';

/** From the bus to SAP S/4HANA: an approved request becomes one purchase order. */

const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.secretPrefix);
const table = openTable(env.TABLE_NAME);
const readSecret = createSecretReader();

const synchronize = createSyncMachine({
  port: createSapPort({
    loadSettings: (orgId) => getIntegrationSettings(table, orgId, 'sap'),
    readSecret: (orgId, options) => readSecret(`${env.SECRET_PREFIX}/${orgId}/sap`, options),
    clock: Date.now,
  }),
  store: createSyncStore(table, 'sap'),
  clock: Date.now,
  random: Math.random,
  newLeaseOwner,
});

export const handler = createQueueConsumer(env.QUEUE_URL, (event, remainingMs) =>
  synchronize(event.org_id, requestIdOf(event), remainingMs),
);
