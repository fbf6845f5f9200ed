import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import type { NewSapPurchaseOrder } from '../mappers.ts';
import { type SapPurchaseOrder, SapPurchaseOrderSchema } from '../schemas.ts';

/** Creates a purchase order with its items in one deep insert (sap 13). https://api.sap.com/api/CE_PURCHASEORDER_0001 */
export function createPurchaseOrder(
  client: SapClient,
  context: CallContext,
  order: NewSapPurchaseOrder,
): Promise<SapPurchaseOrder> {
  return client.post(context, '/PurchaseOrder', order, SapPurchaseOrderSchema);
}
