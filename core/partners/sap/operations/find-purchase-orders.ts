import { PURCHASE_ORDER_ROOT, type SapClient } from '../client.ts';
import { type SapPurchaseOrder, SapPurchaseOrderListSchema } from '../schemas.ts';

/**
 * The orders that carry the hub's reference, oldest first. https://api.sap.com/api/CE_PURCHASEORDER_0001
 * One page is enough to know whether there is any, and which was first. The reference alone is searched for: settings
 * such as the company code may have been corrected since the order was made.
 */
export async function findPurchaseOrders(client: SapClient, reference: string): Promise<SapPurchaseOrder[]> {
  const query = new URLSearchParams({
    $filter: `CorrespncExternalReference eq '${reference}'`,
    $select: 'PurchaseOrder',
    $orderby: 'PurchaseOrder',
  });
  const { value } = await client.get(`${PURCHASE_ORDER_ROOT}/PurchaseOrder?${query}`, SapPurchaseOrderListSchema);
  return value;
}
