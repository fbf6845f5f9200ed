import { definePartner } from '../definition.ts';
import { createSapClient } from './client.ts';
import { SAP_INTEGRATION } from './integration.ts';
import { listOnePurchaseOrder } from './operations/list-one-purchase-order.ts';

export const SAP_DEFINITION = definePartner({
  ...SAP_INTEGRATION,
  ping(settings, credentials, environment, context) {
    const client = createSapClient({ settings, credentials: async () => credentials, ...environment });
    return listOnePurchaseOrder(client, context);
  },
});
