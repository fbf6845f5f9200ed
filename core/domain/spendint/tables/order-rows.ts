import { decimalsOf, toDecimal } from '../../money.ts';
import type { PurchaseOrder, PurchaseOrderLine } from '../../purchase-order.ts';
import { lineNumberOf } from '../../supplier-order.ts';
import { utcDay } from '../../time.ts';
import type { Row } from '../table-rows.ts';
import {
  ORDER_STATES,
  OUTBOUND_LINE,
  OUTBOUND_ORDER,
  PURCHASE_ORDER,
  TRANSFER_LABELS,
  type Transfer,
} from './order-tables.ts';
import { type RowId, systemValues } from './schema.ts';

/** An order as rows of the tables in which its supplier finds it (spendint 72, 73). */

/** What the hub doesn't know of an order (spendint 73). */
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

/** The lines that are not deleted: what the supplier has rejected is (spendint 73). */
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
      contract_number: line.contract_number ?? '',
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
  return {
    erp_po_number: erp_po_number ?? '',
    supplier_id: supplier_id ?? '',
    customer_id: org_id,
    order_date: utcDay(ordered_at),
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
