import { PURCHASE_ORDER_ROOT, type SapClient } from '../client.ts';
import { type SapPurchaseOrder, SapPurchaseOrderListSchema } from '../schemas.ts';

/**
 * The orders that carry the hub's reference, oldest first. https://api.sap.com/api/CE_PURCHASEORDER_0001
 * One page is enough to know whether there is any, and which was first.
 */
export const findPurchaseOrders = async (
  client: SapClient,
  { reference, companyCode }: { readonly reference: string; readonly companyCode: string },
): Promise<SapPurchaseOrder[]> => {
  const query = new URLSearchParams({
    $filter: `CorrespncExternalReference eq ${literal(reference)} and CompanyCode eq ${literal(companyCode)}`,
    $select: 'PurchaseOrder',
    $orderby: 'PurchaseOrder',
  });
  const { value } = await client.get(`${PURCHASE_ORDER_ROOT}/PurchaseOrder?${query}`, SapPurchaseOrderListSchema);
  return value;
};

/** An OData string literal. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
