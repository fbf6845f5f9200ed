import type { CallContext } from '../../../sync/call-context.ts';
import { type SapChangedOrder, SapChangedOrderSchema } from '../pull-schemas.ts';
import { quoted, type SapPage, type SapReader } from '../reader.ts';

/** An order, by the time of its last change. */
export interface SapOrderMark {
  /** As SAP writes it, with seven decimals (sap 39). */
  readonly at: string;
  /** Orders of this moment up to this number are known. */
  readonly number: string;
}

/**
 * The orders that have changed after a mark, by the time of their last change: one that changes meanwhile comes once more,
 * and none is left out. https://api.sap.com/api/CE_PURCHASEORDER_0001
 */
export function listChangedOrders(
  reader: SapReader,
  context: CallContext,
  after: SapOrderMark | undefined,
): Promise<SapPage<SapChangedOrder>> {
  const query = {
    ...(after && {
      $filter: `LastChangeDateTime gt ${after.at} or (LastChangeDateTime eq ${after.at} and PurchaseOrder gt ${quoted(after.number)})`,
    }),
    $orderby: 'LastChangeDateTime,PurchaseOrder',
    $select:
      'PurchaseOrder,LastChangeDateTime,PurchaseOrderDeletionCode,PurchasingProcessingStatus,CorrespncExternalReference',
  };
  return reader.page(context, { set: 'PurchaseOrder', query, row: SapChangedOrderSchema }, 'PurchaseOrder');
}
