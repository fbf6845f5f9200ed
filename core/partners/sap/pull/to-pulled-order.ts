import type { ErpLineState } from '../../../domain/apply-erp-state.ts';
import type { PulledOrder } from '../../../pull/records.ts';
import { hubNumberOf, lineIdOf } from '../mappers.ts';
import type { SapDeliveries } from '../operations/read-order-deliveries.ts';
import type { SapChangedOrder, SapOrderItem } from '../pull-schemas.ts';

/** `PurchasingProcessingStatus` of an order that SAP's approver has rejected (sap 36). */
const REJECTED = '08';
/** Quantities have three decimals (sap 23). */
const QUANTITY_FACTOR = 1000;

/** SAP's order in the hub's words. Items that are no line of the hub's, which SAP's users have added, are left out. */
export function toPulledOrder(order: SapChangedOrder, deliveries: SapDeliveries): PulledOrder {
  const items = deliveries.items.filter(({ PurchaseOrder }) => PurchaseOrder === order.PurchaseOrder);
  return {
    number: hubNumberOf(order.PurchaseOrder),
    // `S` blocks an order, which SAP's users can undo (sap 37).
    deleted: order.PurchaseOrderDeletionCode === 'L' || order.PurchasingProcessingStatus === REJECTED,
    lines: items.flatMap((item) => toLine(item, deliveries) ?? []),
  };
}

function toLine(item: SapOrderItem, deliveries: SapDeliveries): ErpLineState | undefined {
  const id = lineIdOf(item.PurchaseOrderItem);
  return id === undefined
    ? undefined
    : {
        id,
        received_quantity: item.IsCompletelyDelivered ? postedQuantity(item, deliveries) : arrived(item, deliveries),
        deleted: item.PurchasingDocumentDeletionCode === 'L',
        completed: item.IsCompletelyDelivered,
      };
}

/** sap 38 */
function arrived(item: SapOrderItem, { open }: SapDeliveries): number {
  const lines = open.filter((line) => isOf(item, line.PurchaseOrder, line.PurchaseOrderItem));
  const stillToCome = lines.reduce((sum, line) => sum + line.OpenPurchaseOrderQuantity, 0);
  // SAP has no schedule line of an item that nothing is to come of.
  return lines.length === 0 ? 0 : Math.max(0, quantity(item.OrderQuantity - stillToCome));
}

/**
 * The quantity of what was posted, at the item's price (sap 67). Amounts in another currency, and an item that costs
 * nothing, tell no quantity: such an item counts as received.
 */
function postedQuantity(item: SapOrderItem, { postings }: SapDeliveries): number {
  const posted = postings
    .filter((one) => isOf(item, one.PurchasingDocument, one.PurchasingDocumentItem))
    // The contra entries, without cost center, name the order too, and would cancel the others out.
    .filter(({ CostCenter }) => CostCenter !== '');
  const isForeign = posted.some(({ CompanyCodeCurrency }) => CompanyCodeCurrency !== item.DocumentCurrency);
  if (isForeign || item.NetAmount <= 0) return item.OrderQuantity;
  const amount = posted.reduce((sum, { AmountInCompanyCodeCurrency }) => sum + AmountInCompanyCodeCurrency, 0);
  return Math.max(0, Math.min(item.OrderQuantity, quantity((amount / item.NetAmount) * item.OrderQuantity)));
}

/** Item numbers may have leading zeros (sap 25). */
function isOf(item: SapOrderItem, order: string, number: string): boolean {
  return item.PurchaseOrder === order && Number(item.PurchaseOrderItem) === Number(number);
}

function quantity(value: number): number {
  return Math.round(value * QUANTITY_FACTOR) / QUANTITY_FACTOR;
}
