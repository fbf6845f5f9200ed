import type { CallContext } from '../../../sync/call-context.ts';
import type { SapClient } from '../client.ts';
import type { SapPurchaseOrderHeader } from '../schemas.ts';
import { headerPath } from './read-purchase-order.ts';

/** Sets the order's deletion code (sap 37, 61). https://api.sap.com/api/CE_PURCHASEORDER_0001 */
export function cancelPurchaseOrder(
  client: SapClient,
  context: CallContext,
  { PurchaseOrder, '@odata.etag': etag = '*' }: SapPurchaseOrderHeader,
): Promise<void> {
  return client.delete(context, headerPath(PurchaseOrder), etag);
}
