import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import { type SapPurchaseOrder, SapPurchaseOrderSchema } from '../schemas.ts';

/**
 * The oldest order with this reference (sap 33, 34). https://api.sap.com/api/CE_PURCHASEORDER_0001
 * The filter has no company code, because settings may have changed since the order was created.
 */
export async function findPurchaseOrder(
  client: SapClient,
  context: CallContext,
  reference: string,
): Promise<SapPurchaseOrder | undefined> {
  const query = new URLSearchParams({
    $filter: `CorrespncExternalReference eq '${reference}'`,
    $select: 'PurchaseOrder',
    $orderby: 'PurchaseOrder',
  });
  const [first] = await client.list(context, `/PurchaseOrder?${query}`, SapPurchaseOrderSchema);
  return first;
}
