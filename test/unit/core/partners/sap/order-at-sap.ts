import type { PurchaseOrder } from '../../../../../core/domain/purchase-order.ts';
import type { SapDifference } from '../../../../../core/partners/sap/differences.ts';
import { toSapPurchaseOrder } from '../../../../../core/partners/sap/mappers.ts';
import type { SapOrderContent } from '../../../../../core/partners/sap/operations/read-purchase-order.ts';
import { SapItemSchema, SapScheduleLineSchema } from '../../../../../core/partners/sap/schemas.ts';
import { mappings, settings } from './support.ts';

/** What SAP has after it has created the hub's order: an item without a schedule line gets one for the order's date. */
export function contentOf(order: PurchaseOrder): SapOrderContent {
  const { PurchaseOrderDate, _PurchaseOrderItem: items } = toSapPurchaseOrder(order, settings, mappings);
  return {
    items: items.map((item) => SapItemSchema.parse({ ...item, PurchasingDocumentDeletionCode: '' })),
    scheduleLines: items.map(({ PurchaseOrderItem, _PurchaseOrderScheduleLineTP: [line] = [] }) => ({
      PurchaseOrderItem,
      ScheduleLine: '1',
      ScheduleLineDeliveryDate: line?.ScheduleLineDeliveryDate ?? PurchaseOrderDate,
    })),
  };
}

/** What SAP has after a PATCH or DELETE of one entity. */
export function applied({ items, scheduleLines }: SapOrderContent, { path, change }: SapDifference): SapOrderContent {
  const [, set, , item, line] = path.split('/');
  const changes = change === 'delete' ? { PurchasingDocumentDeletionCode: 'L' } : change;
  return {
    items: items.map((one) =>
      set === 'PurchaseOrderItem' && one.PurchaseOrderItem === item ? SapItemSchema.parse({ ...one, ...changes }) : one,
    ),
    scheduleLines: scheduleLines.map((one) =>
      set === 'PurchaseOrderScheduleLine' && one.PurchaseOrderItem === item && one.ScheduleLine === line
        ? SapScheduleLineSchema.parse({ ...one, ...changes })
        : one,
    ),
  };
}
