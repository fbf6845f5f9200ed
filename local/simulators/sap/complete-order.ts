/** From what a client sent to a complete order: SAP's defaults, numbers of children, and values it computes. */
import { computeItem } from './compute-item.ts';
import { childrenOf, type Entity, numberOf, textOf } from './entity.ts';
import { assignNumbers, fill } from './fill.ts';
import { dateOf, withoutLeadingZeros } from './formats.ts';
import { CONTROLLING_AREAS, MATERIAL_GROUPS, SUPPLIERS } from './master-data.ts';
import { PURCHASE_ORDER } from './model.ts';
import { SCHEDULE_LINE } from './model-children.ts';

/** Processing states (KBA 3416344, facts 1.5). */
export const PROCESSING = { active: '02', inRelease: '03', released: '05', rejected: '08' } as const;

/** The communication user's technical name; the field has room for 12 characters, the logon name does not fit. */
const CREATED_BY = 'CC0000000001';

export function completeOrder(sent: Entity, now: number, releaseRequired: boolean): Entity {
  const today = dateOf(now);
  const supplier = withoutLeadingZeros(textOf(sent, 'Supplier'));
  const currency =
    textOf(sent, 'DocumentCurrency') ||
    (SUPPLIERS.find(({ Supplier }) => Supplier === supplier)?.PurchaseOrderCurrency ?? '');
  const order = fill(PURCHASE_ORDER, sent, {
    PurchaseOrderDate: today,
    Language: 'EN',
    ExchangeRate: 1,
  });
  Object.assign(order.values, {
    Supplier: supplier,
    DocumentCurrency: currency,
    CreatedByUser: CREATED_BY,
    CreationDate: today,
    PurchasingProcessingStatus: releaseRequired ? PROCESSING.inRelease : PROCESSING.active,
    ReleaseIsNotCompleted: releaseRequired,
  });
  assignNumbers(childrenOf(order, '_PurchaseOrderItem'), 'PurchaseOrderItem', 10);
  for (const item of childrenOf(order, '_PurchaseOrderItem')) completeItem(item, order);
  return order;
}

/** Writes the order's number into the order and everything below it. */
export function setOrderNumber(entity: Entity, order: string): void {
  entity.values.PurchaseOrder = order;
  for (const child of Object.values(entity.children).flat()) setOrderNumber(child, order);
}

function completeItem(item: Entity, order: Entity): void {
  const { values } = item;
  values.DocumentCurrency ||= textOf(order, 'DocumentCurrency');
  values.CompanyCode ||= textOf(order, 'CompanyCode');
  values.NetPriceQuantity ||= 1;
  values.OrderPriceUnit ||= textOf(item, 'PurchaseOrderQuantityUnit');
  const accounts = childrenOf(item, '_PurOrdAccountAssignment');
  assignNumbers(accounts, 'AccountAssignmentNumber', 1);
  for (const account of accounts) {
    account.values.ControllingArea ||= CONTROLLING_AREAS[0] ?? '';
    account.values.GLAccount ||= MATERIAL_GROUPS[textOf(item, 'MaterialGroup')] ?? '';
    account.values.DocumentCurrency ||= textOf(item, 'DocumentCurrency');
  }
  completeScheduleLines(item, order);
  assignNumbers(childrenOf(item, '_PurchaseOrderScheduleLineTP'), 'ScheduleLine', 1);
  for (const child of Object.values(item.children).flat())
    child.values.PurchaseOrderItem = textOf(item, 'PurchaseOrderItem');
  computeItem(item);
}

/** An item has at least one schedule line; a line that says nothing else delivers the whole item on the order's date. */
function completeScheduleLines(item: Entity, order: Entity): void {
  item.children._PurchaseOrderScheduleLineTP ??= [];
  const lines = item.children._PurchaseOrderScheduleLineTP;
  if (lines.length === 0) lines.push(fill(SCHEDULE_LINE, { values: {}, children: {} }, {}));
  for (const { values } of lines) {
    values.ScheduleLineDeliveryDate ??= order.values.PurchaseOrderDate ?? null;
    values.PurchaseOrderQuantityUnit ||= textOf(item, 'PurchaseOrderQuantityUnit');
    if (lines.length === 1) values.ScheduleLineOrderQuantity ||= numberOf(item, 'OrderQuantity');
  }
}
