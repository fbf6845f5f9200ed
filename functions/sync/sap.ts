import { createSapPort } from '../../core/partners/sap/port.ts';
import { createOrderSyncConsumer } from '../../core/runtime/sync-consumer.ts';

/** Syncs purchase orders with SAP S/4HANA. */
export const handler = createOrderSyncConsumer('sap', createSapPort);
