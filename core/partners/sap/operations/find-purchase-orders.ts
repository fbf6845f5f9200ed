import { PURCHASE_ORDER_ROOT, type SapClient } from '../client.ts';
import { type SapPurchaseOrder, SapPurchaseOrderListSchema } from '../schemas.ts';

/**
 * The first page of orders with this reference, oldest first (sap 33, 34). https://api.sap.com/api/CE_PURCHASEORDER_0001
 * The filter has no company code, because settings may have changed since the order was created.
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
