import { createSapPort } from '../../core/partners/sap/port.ts';
import { createSyncConsumer } from '../../core/runtime/sync-consumer.ts';

/** Syncs approved requests with SAP S/4HANA: each becomes one purchase order. */
export const handler = createSyncConsumer('sap', createSapPort);
