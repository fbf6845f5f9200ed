import type { CallContext } from '../../../sync/call-context.ts';
import {
  type SapOpenQuantity,
  SapOpenQuantitySchema,
  type SapOrderItem,
  SapOrderItemSchema,
  type SapPosting,
  SapPostingSchema,
} from '../pull-schemas.ts';
import type { SapReader } from '../reader.ts';
import type { SapSettings } from '../settings.ts';
import { readByOrders } from './read-by-orders.ts';

export interface SapDeliveries {
  readonly items: readonly SapOrderItem[];
  /** Of the schedule lines: what is still to come. */
  readonly open: readonly SapOpenQuantity[];
  /** What was posted for items that are completely delivered. */
  readonly postings: readonly SapPosting[];
}

/**
 * The items of orders, and what of them is still to come (sap 38, 58). A completely delivered item has nothing to come,
 * however much of it arrived: what was posted to its cost centers tells that (sap 67).
 * https://api.sap.com/api/CE_PURCHASEORDER_0001
 */
export async function readOrderDeliveries(
  reader: SapReader,
  context: CallContext,
  settings: SapSettings,
  numbers: readonly string[],
): Promise<SapDeliveries> {
  const items = await readByOrders(numbers, 'PurchaseOrder', ($filter) =>
    reader.all(context, {
      set: 'PurchaseOrderItem',
      query: { $filter },
      row: SapOrderItemSchema,
    }),
  );
  const open = await readByOrders(numbers, 'PurchaseOrder', ($filter) =>
    reader.all(context, {
      set: 'PurchaseOrderScheduleLine',
      query: { $filter },
      row: SapOpenQuantitySchema,
    }),
  );
  const completed = items.filter((item) => item.IsCompletelyDelivered).map(({ PurchaseOrder }) => PurchaseOrder);
  const postings = await readByOrders([...new Set(completed)], 'PurchasingDocument', ($filter) =>
    reader.all(context, {
      root: settings.actuals_path,
      set: 'A_OperationalAcctgDocItemCube',
      query: {
        $filter,
        $select: 'PurchasingDocument,PurchasingDocumentItem,CostCenter,CompanyCodeCurrency,AmountInCompanyCodeCurrency',
      },
      row: SapPostingSchema,
    }),
  );
  return { items, open, postings };
}
