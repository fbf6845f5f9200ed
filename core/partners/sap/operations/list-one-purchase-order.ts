import * as z from 'zod/mini';
import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import { SapPurchaseOrderSchema } from '../schemas.ts';

const PageSchema = z.object({ value: z.array(SapPurchaseOrderSchema) });

/** At most one order, whichever: shows that the service is there and may be read. https://api.sap.com/api/CE_PURCHASEORDER_0001 */
export async function listOnePurchaseOrder(client: SapClient, context: CallContext): Promise<void> {
  const query = new URLSearchParams({ $top: '1', $select: 'PurchaseOrder' });
  await client.get(context, `/PurchaseOrder?${query}`, PageSchema);
}
