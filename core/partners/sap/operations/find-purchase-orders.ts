import { PURCHASE_ORDER_ROOT, type SapClient } from '../client.ts';
import { type SapPurchaseOrder, SapPurchaseOrderListSchema } from '../schemas.ts';

/**
 * The orders with the hub's reference, oldest first (sap 33, 34). https://api.sap.com/api/CE_PURCHASEORDER_0001
 * The first page is enough: it tells whether an order exists and which came first. The filter has the reference alone,
 * because settings such as the company code may have changed since the order was created.
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
