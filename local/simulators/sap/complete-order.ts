import { childrenOf, type Entity, numberOf, round, textOf } from '../entity.ts';
import { CONTROLLING_AREA, CURRENCY_DECIMALS, MATERIAL_GROUPS } from './master-data.ts';
import type { MasterData } from './master-records.ts';
import { withoutLeadingZeros } from './odata/edm.ts';

/** `PurchasingProcessingStatus` (sap 36). */
export const PROCESSING = { active: '02', inRelease: '03', released: '05', rejected: '08' } as const;

/** The communication user's technical name: the field has 12 characters, the logon name does not fit. */
const CREATED_BY = 'CC0000000001';

/** Adds to a sent order SAP's defaults, the numbers of its items and children, and computed values. */
export function completeOrder(sent: Entity, number: string, today: string, master: MasterData): Entity {
  const Supplier = withoutLeadingZeros(textOf(sent, 'Supplier'));
  const supplier = master.suppliers.get(Supplier);
  const order: Entity = {
    ...sent,
    PurchaseOrder: number,
    Supplier,
    DocumentCurrency: textOf(sent, 'DocumentCurrency') || (supplier?.PurchaseOrderCurrency ?? ''),
    PurchaseOrderDate: sent.PurchaseOrderDate ?? today,
    Language: sent.Language ?? 'EN',
    ExchangeRate: sent.ExchangeRate ?? 1,
    CreatedByUser: CREATED_BY,
    CreationDate: today,
  };
  for (const note of childrenOf(order, '_PurchaseOrderNote')) note.PurchaseOrder = number;
  const items = childrenOf(order, '_PurchaseOrderItem');
  assignNumbers(items, 'PurchaseOrderItem', 10);
  for (const item of items) completeItem(item, order, master);
  return order;
}

function completeItem(item: Entity, order: Entity, { products }: MasterData): void {
  const product = products.get(textOf(item, 'Material'));
  item.MaterialGroup ||= product?.ProductGroup ?? '';
  item.PurchaseOrderItemText ||= product?.ProductDescription ?? '';
  item.PurchaseOrder = textOf(order, 'PurchaseOrder');
  item.DocumentCurrency ||= textOf(order, 'DocumentCurrency');
  item.CompanyCode ||= textOf(order, 'CompanyCode');
  item.NetPriceQuantity ||= 1;
  item.OrderPriceUnit ||= textOf(item, 'PurchaseOrderQuantityUnit');
  const accounts = childrenOf(item, '_PurOrdAccountAssignment');
  assignNumbers(accounts, 'AccountAssignmentNumber', 1);
  for (const account of accounts) {
    account.ControllingArea ||= CONTROLLING_AREA;
    account.GLAccount ||= MATERIAL_GROUPS[textOf(item, 'MaterialGroup')] ?? '';
    account.DocumentCurrency ||= textOf(item, 'DocumentCurrency');
  }
  const lines = completeScheduleLines(item, order);
  for (const child of [...accounts, ...lines, ...childrenOf(item, '_PurchaseOrderItemNote')]) {
    child.PurchaseOrder = textOf(order, 'PurchaseOrder');
    child.PurchaseOrderItem = textOf(item, 'PurchaseOrderItem');
  }
  computeItem(item);
}

/** An item has at least one schedule line. A line without values delivers the whole item on the order's date. */
function completeScheduleLines(item: Entity, order: Entity): Entity[] {
  const sent = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  const lines = sent.length > 0 ? sent : [{}];
  item._PurchaseOrderScheduleLineTP = lines;
  for (const line of lines) {
    line.ScheduleLineDeliveryDate ??= textOf(order, 'PurchaseOrderDate');
    line.PurchaseOrderQuantityUnit ||= textOf(item, 'PurchaseOrderQuantityUnit');
    if (lines.length === 1) line.ScheduleLineOrderQuantity ||= numberOf(item, 'OrderQuantity');
  }
  assignNumbers(lines, 'ScheduleLine', 1);
  return lines;
}

/** Numbers the children that were sent without number (sap 25), and takes leading zeros off the others. */
function assignNumbers(children: readonly Entity[], property: string, step: number): void {
  for (const child of children) child[property] = withoutLeadingZeros(textOf(child, property));
  let last = Math.max(0, ...children.map((child) => Number(textOf(child, property))).filter(Number.isFinite));
  for (const child of children) {
    if (textOf(child, property) !== '') continue;
    last = (Math.floor(last / step) + 1) * step;
    child[property] = String(last);
  }
}

/** Computes an item's amounts, their distribution and the open quantities. To be called after every change. */
export function computeItem(item: Entity): void {
  const decimals = CURRENCY_DECIMALS.get(textOf(item, 'DocumentCurrency')) ?? 2;
  const quantity = numberOf(item, 'OrderQuantity');
  const net = round((quantity * numberOf(item, 'NetPriceAmount')) / numberOf(item, 'NetPriceQuantity'), decimals);
  Object.assign(item, { NetAmount: net, GrossAmount: net, EffectiveAmount: net });
  for (const account of childrenOf(item, '_PurOrdAccountAssignment')) {
    account.PurgDocNetAmount = round(net * shareOf(account, item), decimals);
  }
  let received = numberOf(item, 'ReceivedQuantity');
  for (const line of childrenOf(item, '_PurchaseOrderScheduleLineTP')) {
    const ordered = numberOf(line, 'ScheduleLineOrderQuantity');
    const open = Math.max(0, round(ordered - received, 3));
    received = Math.max(0, received - ordered);
    line.OpenPurchaseOrderQuantity = item.IsCompletelyDelivered ? 0 : open;
  }
}

/**
 * After a change of an item's quantity: its only schedule line delivers the whole of it (sap 59), and it is completely
 * delivered when that much has been received, unless the change itself says so (sap 38).
 */
export function followQuantity(item: Entity, { IsCompletelyDelivered }: Entity): void {
  const [line, another] = childrenOf(item, '_PurchaseOrderScheduleLineTP');
  if (line && !another) line.ScheduleLineOrderQuantity = item.OrderQuantity;
  const received = numberOf(item, 'ReceivedQuantity');
  if (received > 0) item.IsCompletelyDelivered = IsCompletelyDelivered ?? received >= numberOf(item, 'OrderQuantity');
}

/** sap 27. */
function shareOf(account: Entity, item: Entity): number {
  const distribution = textOf(item, 'MultipleAcctAssgmtDistribution');
  if (distribution === '2') return numberOf(account, 'MultipleAcctAssgmtDistrPercent') / 100;
  if (distribution === '1') return numberOf(account, 'Quantity') / numberOf(item, 'OrderQuantity');
  return 1;
}
