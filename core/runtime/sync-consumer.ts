import { subjectOf } from '../../events/event.ts';
import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { loadMappings } from '../store/mappings.ts';
import { createOrderSyncStore } from '../store/sync-store.ts';
import type { PartnerPort, PortEnvironment } from '../sync/partner-port.ts';
import type { Partner } from '../sync/partners.ts';
import { createSyncMachine } from '../sync/sync-machine.ts';
import { createEventConsumer } from './event-consumer.ts';
import { newLeaseOwner } from './ids.ts';
import { openPartner } from './open-partner.ts';

/** The entry point of a partner's sync of purchase orders: its queue, the sync machine, and the partner's port. */
export function createOrderSyncConsumer(
  partner: Partner,
  createPort: (environment: PortEnvironment) => PartnerPort<PurchaseOrder>,
) {
  const { table, queueUrl, environment } = openPartner(partner);
  const port = createPort({
    ...environment,
    loadMappings: (orgId, keys) => loadMappings(table, orgId, partner, keys),
  });
  const synchronize = createSyncMachine({
    port,
    store: createOrderSyncStore(table, port),
    clock: Date.now,
    random: Math.random,
    newLeaseOwner,
  });
  return createEventConsumer({
    queueUrl,
    handle: (event, remainingMs) => synchronize(event.org_id, subjectOf(event).id, remainingMs),
  });
}
