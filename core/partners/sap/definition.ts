import { definePartner } from '../definition.ts';
import { createSapClient } from './client.ts';
import { listOnePurchaseOrder } from './operations/list-one-purchase-order.ts';
import { SapCredentialsSchema } from './schemas.ts';
import { SapSettingsSchema } from './settings.ts';

export const SAP_DEFINITION = definePartner({
  settings: SapSettingsSchema,
  credentials: SapCredentialsSchema,
  ping(settings, credentials, environment, context) {
    const client = createSapClient({ settings, credentials: async () => credentials, ...environment });
    return listOnePurchaseOrder(client, context);
  },
});
