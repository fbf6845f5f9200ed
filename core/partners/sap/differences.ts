import { toDecimal } from '../../domain/money.ts';
import type { PurchaseOrder, PurchaseOrderLine } from '../../domain/purchase-order.ts';
import { PermanentError } from '../../sync/errors.ts';
import { itemNumberOf, pricingOf, quantityOf, sapDateOf } from './mappers.ts';
import type { SapOrderContent } from './operations/read-purchase-order.ts';
import type { SapItem } from './schemas.ts';
import type { SapSettings } from './settings.ts';

/** A change that brings one entity of SAP's order to the hub's order: its new values, or its deletion. */
export interface SapDifference {
  readonly path: string;
  readonly change: Readonly<Record<string, unknown>> | 'delete';
  /** The entity's ETag when SAP's order was read. */
  readonly etag?: string | undefined;
}

/**
 * Where SAP's order differs from the hub's, in the fields that a change carries: quantities, prices, delivery date, deleted
 * lines, and those that are completed because the hub has closed the order (sap 57, 59, 60; procurement-api 71). Throws PermanentError when SAP's order lacks a line that the hub's has.
 */
export function differencesOf(
  order: PurchaseOrder,
  number: string,
  content: SapOrderContent,
  settings: SapSettings,
): SapDifference[] {
  return order.lines.flatMap((line) => lineDifferences(order, line, number, content, settings));
}

function lineDifferences(
  order: PurchaseOrder,
  line: PurchaseOrderLine,
  number: string,
  { items, scheduleLines }: SapOrderContent,
  settings: SapSettings,
): SapDifference[] {
  const itemNumber = itemNumberOf(line);
  const item = items.find(({ PurchaseOrderItem }) => Number(PurchaseOrderItem) === Number(itemNumber));
  const isDeleted = item === undefined || item.PurchasingDocumentDeletionCode !== '';
  const path = `/PurchaseOrderItem/${number}/${itemNumber}`;
  const etag = item?.['@odata.etag'];
  if (line.deleted) return isDeleted ? [] : [{ path, change: 'delete', etag }];
  const isClosed = order.closed_at !== null && line.completed;
  if (isClosed && (isDeleted || item.IsCompletelyDelivered)) return [];
  if (isDeleted) throw lineMissing(number, itemNumber);
  // Nothing more comes (sap 38), so that SAP releases what it has reserved; what has arrived stays.
  if (isClosed) return [{ path, change: { IsCompletelyDelivered: true }, etag }];

  const scheduleLine = scheduleLines.find((one) => Number(one.PurchaseOrderItem) === Number(itemNumber));
  const date = sapDateOf(order);
  const isLate = date !== undefined && scheduleLine && scheduleLine.ScheduleLineDeliveryDate !== date;
  return [
    ...(isSame(item, order, line)
      ? []
      : [{ path, change: { ...quantityOf(line, settings), ...pricingOf(order, line, settings) }, etag }]),
    ...(isLate
      ? [
          {
            path: `/PurchaseOrderScheduleLine/${number}/${itemNumber}/${scheduleLine.ScheduleLine}`,
            change: { ScheduleLineDeliveryDate: date },
            etag: scheduleLine['@odata.etag'],
          },
        ]
      : []),
  ];
}

function isSame(item: SapItem, { currency }: PurchaseOrder, line: PurchaseOrderLine): boolean {
  const unitPrice = item.NetPriceAmount / item.NetPriceQuantity;
  return item.OrderQuantity === line.quantity && unitPrice === toDecimal(line.unit_cost_minor, currency);
}

function lineMissing(number: string, itemNumber: string): PermanentError {
  const message = `Item ${itemNumber} of order ${number} is missing or deleted in SAP, and not in the hub: cancel the order, or link the right one.`;
  return new PermanentError('sap.document_differs', message);
}
