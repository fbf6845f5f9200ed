import type { CallContext } from '../../../sync/call-context.ts';
import { SapOpenQuantitySchema, SapOrderItemSchema } from '../pull-schemas.ts';
import type { SapReader } from '../reader.ts';
import { SapPurchaseOrderHeaderSchema } from '../schemas.ts';
import { isSapReference } from '../settings.ts';
import { readByOrders } from './read-by-orders.ts';

export interface OpenOrderItem {
  /** Of its quantity, what is still to come: from 0 to 1. */
  readonly openShare: number;
}

/**
 * What is still to come of these orders, by `<order>/<item>` (sap 38). Orders with a reference of the hub's form are left
 * out: the hub may not have learned yet of one that it has just created. https://api.sap.com/api/CE_PURCHASEORDER_0001
 */
export async function readOpenItems(
  reader: SapReader,
  context: CallContext,
  candidates: readonly string[],
): Promise<ReadonlyMap<string, OpenOrderItem>> {
  const headers = await readByOrders(candidates, 'PurchaseOrder', ($filter) =>
    reader.all(context, {
      set: 'PurchaseOrder',
      query: { $filter, $select: 'PurchaseOrder,PurchaseOrderDeletionCode,CorrespncExternalReference' },
      row: SapPurchaseOrderHeaderSchema,
    }),
  );
  const numbers = headers
    .filter((one) => one.PurchaseOrderDeletionCode !== 'L' && !isSapReference(one.CorrespncExternalReference))
    .map(({ PurchaseOrder }) => PurchaseOrder);
  const isOpen = "IsCompletelyDelivered eq false and PurchasingDocumentDeletionCode eq ''";
  const items = await readByOrders(numbers, 'PurchaseOrder', (orders) =>
    reader.all(context, {
      set: 'PurchaseOrderItem',
      query: { $filter: `(${orders}) and ${isOpen}` },
      row: SapOrderItemSchema,
    }),
  );
  const withItems = [...new Set(items.map(({ PurchaseOrder }) => PurchaseOrder))];
  const lines = await readByOrders(withItems, 'PurchaseOrder', (orders) =>
    reader.all(context, { set: 'PurchaseOrderScheduleLine', query: { $filter: orders }, row: SapOpenQuantitySchema }),
  );
  return new Map(
    items.map(({ PurchaseOrder, PurchaseOrderItem, OrderQuantity }) => {
      const stillToCome = lines
        .filter((line) => line.PurchaseOrder === PurchaseOrder && line.PurchaseOrderItem === PurchaseOrderItem)
        .reduce((sum, line) => sum + line.OpenPurchaseOrderQuantity, 0);
      const openShare = OrderQuantity > 0 ? Math.min(1, stillToCome / OrderQuantity) : 0;
      return [`${PurchaseOrder}/${Number(PurchaseOrderItem)}`, { openShare }];
    }),
  );
}
