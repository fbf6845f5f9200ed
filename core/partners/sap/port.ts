import type { PartnerPort, PortEnvironment } from '../../sync/partner-port.ts';
import { createIntegration } from '../integration.ts';
import { createSapClient } from './client.ts';
import { toSapPurchaseOrder } from './mappers.ts';
import { createPurchaseOrder } from './operations/create-purchase-order.ts';
import { findPurchaseOrders } from './operations/find-purchase-orders.ts';
import { SapCredentialsSchema } from './schemas.ts';
import { SapSettingsSchema, sapReference } from './settings.ts';

/** SAP S/4HANA behind the sync machine: one purchase order per approved request, found by its reference. */
export function createSapPort(environment: PortEnvironment): PartnerPort {
  const openIntegration = createIntegration(
    {
      partner: 'sap',
      settings: SapSettingsSchema,
      credentials: SapCredentialsSchema,
      createClient: (settings, credentials) => createSapClient({ settings, credentials, clock: environment.clock }),
    },
    environment,
  );

  return {
    partner: 'sap',
    async prepareOrder(request) {
      const { settings, client } = await openIntegration(request.org_id);
      const order = toSapPurchaseOrder(request, settings);
      return {
        inDoubtMs: settings.in_doubt_seconds * 1000,
        async find() {
          const [first] = await findPurchaseOrders(client, sapReference(request.org_id, request.id));
          return first && { id: first.PurchaseOrder };
        },
        create: async () => ({ id: (await createPurchaseOrder(client, order)).PurchaseOrder }),
      };
    },
    /** `PO-4500012847` for SAP's 4500012847 (procurement-api 9). */
    poNumber: ({ id }) => `PO-${id}`,
  };
}
