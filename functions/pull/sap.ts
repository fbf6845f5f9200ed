import { createSapPulls } from '../../core/partners/sap/pull/index.ts';
import { createPullConsumer } from '../../core/runtime/pull-consumer.ts';

/** Pulls suppliers, budgets, purchase orders and products from SAP S/4HANA. */
export const handler = createPullConsumer('sap', createSapPulls);
