import { decimalsOf, toDecimal } from '../../money.ts';
import type { PurchaseOrder, PurchaseOrderLine } from '../../purchase-order.ts';
import { lineNumberOf } from '../../supplier-order.ts';
import type { OrderStatus } from '../order-view.ts';
import type { Row } from '../table-rows.ts';
import { type RowId, systemValues, tableSchema, tableTime } from './schema.ts';

/** The tables in which suppliers find their orders (spendint 72–74). */

/** Only 20 is documented (spendint 72). */
export const ORDER_STATES: Readonly<Record<OrderStatus, string>> = {
  pending_submission: '20',
  ordered: '30',
  partially_received: '40',
  received: '50',
  cancelled: '90',
};

const ORDER_LABELS = {
  [ORDER_STATES.pending_submission]: 'Pending Submission',
  [ORDER_STATES.ordered]: 'Ordered',
  [ORDER_STATES.partially_received]: 'Partially Delivered',
  [ORDER_STATES.received]: 'Delivered',
  [ORDER_STATES.cancelled]: 'Canceled',
};

/** Of the transfer to the supplier (servicenow 25). */
const TRANSFER_LABELS = { '10': 'New', '30': 'Processed' };
type Transfer = keyof typeof TRANSFER_LABELS;

export const PURCHASE_ORDER = tableSchema(
  'sn_shop_purchase_order',
  'number',
  ['number', 'erp_po_number', 'supplier_id', 'customer_id', 'order_date', 'total_amount', 'currency'],
  { status: { labels: ORDER_LABELS } },
);

const TRANSFER_COLUMNS = {
  status: { labels: TRANSFER_LABELS },
  purchase_order: { reference: PURCHASE_ORDER },
};

export const OUTBOUND_ORDER = tableSchema(
  'sn_spend_intg_outbound_purchase_order',
  'order_number',
  [
    ...['order_number', 'erp_po_number', 'supplier_id', 'customer_id', 'catalog_id', 'order_date', 'order_amount'],
    ...['currency', 'integration_status', 'ship_to', 'shipping_address'],
  ],
  TRANSFER_COLUMNS,
);

export const OUTBOUND_LINE = tableSchema(
  'sn_spend_intg_outbound_purchase_order_line',
  'line_number',
  [
    ...['line_number', 'order_number', 'sku', 'mpn', 'product_name', 'purchased_quantity', 'unit', 'unit_price'],
    ...['unit_price_currency', 'currency', 'contract_number', 'integration_status', 'ship_to', 'shipping_address'],
  ],
  TRANSFER_COLUMNS,
);

/** What the hub doesn't know of an order (spendint 74). */
const UNKNOWN = { ship_to: '', shipping_address: '' };

export function purchaseOrderRow(order: PurchaseOrder, idOf: RowId): Row & { readonly sys_id: string } {
  return {
    ...systemValues(PURCHASE_ORDER, idOf(['order', order.id]), order.created_at * 1000, order.updated_at * 1000),
    number: order.id,
    ...sharedValues(order),
    total_amount: orderAmount(order),
    status: ORDER_STATES[order.status],
  };
}

export function outboundOrderRow(order: PurchaseOrder, idOf: RowId): Row {
  const isDone = order.lines.every((line) => line.deleted || isAnswered(order, line));
  return {
    ...systemValues(OUTBOUND_ORDER, idOf(['outbound', order.id]), order.created_at * 1000, order.updated_at * 1000),
    order_number: order.id,
    ...sharedValues(order),
    catalog_id: '',
    order_amount: orderAmount(order),
    ...transferOf(order, isDone),
    ...UNKNOWN,
    ...referenceTo(order, idOf),
  };
}

/** The lines that are not deleted: what the supplier has rejected is (spendint 74). */
export function outboundLineRows(order: PurchaseOrder, idOf: RowId): Row[] {
  const reference = referenceTo(order, idOf);
  const [createdMs, updatedMs] = [order.created_at * 1000, order.updated_at * 1000];
  return order.lines
    .filter(({ deleted }) => !deleted)
    .map((line) => ({
      ...systemValues(OUTBOUND_LINE, idOf(['outbound', order.id, line.id]), createdMs, updatedMs),
      line_number: lineNumberOf(order, line),
      order_number: order.id,
      sku: line.sku,
      mpn: line.mpn ?? '',
      product_name: line.name,
      purchased_quantity: String(line.quantity),
      unit: line.unit ?? '',
      unit_price: amountText(line.unit_cost_minor, order.currency),
      unit_price_currency: order.currency,
      currency: order.currency,
      contract_number: '',
      ...transferOf(order, isAnswered(order, line)),
      ...UNKNOWN,
      ...reference,
    }));
}

function referenceTo(order: PurchaseOrder, idOf: RowId) {
  const row = purchaseOrderRow(order, idOf);
  return { purchase_order: { value: row.sys_id, row } };
}

function sharedValues({ org_id, supplier_id, erp_po_number, ordered_at, currency }: PurchaseOrder) {
  const order_date = tableTime(ordered_at * 1000).slice(0, 'YYYY-MM-DD'.length);
  return {
    erp_po_number: erp_po_number ?? '',
    supplier_id: supplier_id ?? '',
    customer_id: org_id,
    order_date,
    currency,
  };
}

/** Processed once the supplier has nothing more to answer, or the order waits no more. */
function transferOf({ status }: PurchaseOrder, isDone: boolean) {
  const transfer: Transfer = isDone || status !== 'pending_submission' ? '30' : '10';
  return { status: transfer, integration_status: TRANSFER_LABELS[transfer] };
}

function isAnswered({ awaits_acknowledgement }: PurchaseOrder, { supplier }: PurchaseOrderLine): boolean {
  return !awaits_acknowledgement || (supplier?.acknowledgement ?? null) !== null;
}

/** Of all lines that are not deleted. */
function orderAmount({ lines, currency }: PurchaseOrder): string {
  const live = lines.filter(({ deleted }) => !deleted);
  return amountText(
    live.reduce((sum, line) => sum + line.quantity * line.unit_cost_minor, 0),
    currency,
  );
}

function amountText(minor: number, currency: string): string {
  return toDecimal(minor, currency).toFixed(decimalsOf(currency));
}
