import type { Database, Row } from '../database.ts';
import { fieldMessage, type Values } from '../fields.ts';
import { ORDER, OUTBOUND } from '../tables.ts';
import type { Rules } from './rules.ts';

export const ORDERS = 'sn_shop_purchase_order';
export const LINES = 'sn_shop_purchase_order_line';
export const OUTBOUND_ORDERS = 'sn_spend_intg_outbound_purchase_order';
export const OUTBOUND_LINES = 'sn_spend_intg_outbound_purchase_order_line';
const SHIPMENTS = 'sn_shop_shipment';

/** servicenow 32. */
export const ACKNOWLEDGMENT: Rules = {
  header: ({ database }, { order_number, supplier_id }) => {
    if (order_number === undefined) return [];
    const order = findOrder(database, { order_number, supplier_id });
    if (order === undefined) return ['The purchase order for this order acknowledgment does not exist'];
    const isOpen = [ORDER.pending, ORDER.ordered, ORDER.partly].includes(order.status ?? '');
    return isOpen ? [] : ['The purchase order for this order acknowledgment is not in the Pending Submission state'];
  },
  item: ({ database }, { order_number, supplier_id }, item) => {
    if (order_number === undefined || item.line_number === undefined) return [];
    const order = findOrder(database, { order_number, supplier_id });
    const line = order && database.find(LINES, order_number, item.line_number);
    if (line === undefined) return ['The purchase order line for this order acknowledgment does not exist'];
    const isRevision = order?.supplier_confirmation === 'confirmed';
    return isRevision && item.sales_order_line_number === undefined ? [fieldMessage('sales_order_line_number')] : [];
  },
  apply: ({ database }, header, items) => {
    const number = header.order_number ?? '';
    for (const item of items) database.save(LINES, [number, item.line_number ?? ''], item);
    const supplier_confirmation = header.status_code?.toLowerCase();
    const { sales_order_number, status_message } = header;
    database.save(ORDERS, [number], { sales_order_number, status_message, supplier_confirmation });
    confirmOrder(database, number);
  },
};

/** An order is Ordered once the supplier and, if it takes part, the ERP have confirmed it (servicenow 32). */
export function confirmOrder(database: Database, number: string): void {
  const order = database.find(ORDERS, number);
  if (order?.supplier_confirmation === '' || order?.erp_confirmation === 'pending') return;
  const isRejected = order?.supplier_confirmation === 'rejected';
  // A revision of what is delivered in part does not undo that.
  const next = (status = '') => (isRejected ? ORDER.revision : status === ORDER.pending ? ORDER.ordered : status);
  database.save(ORDERS, [number], { status: next(order?.status) });
  database.save(OUTBOUND_ORDERS, [number], { status: OUTBOUND.processed });
  for (const { number: line = '', status } of linesOf(database, number)) {
    database.save(LINES, [number, line], { status: next(status) });
    database.save(OUTBOUND_LINES, [number, line], { status: OUTBOUND.processed });
  }
}

/** servicenow 33. */
export const SHIPMENT: Rules = {
  header: ({ database }, header) => {
    if (header.order_number === undefined) return [];
    const order = findOrder(database, header);
    if (order === undefined) return ['The purchase order for this shipment does not exist'];
    return isOrdered(order) ? [] : ['The purchase order for this shipment is not in the Ordered state'];
  },
  item: (instance, header, item) => {
    if (header.order_number === undefined || item.line_number === undefined) return [];
    const line = findLine(instance.database, header, item);
    if (line === undefined) return ['The purchase order line for this shipment does not exist'];
    const isRevision = instance.database.find(SHIPMENTS, ...shipmentKey(header, item)) !== undefined;
    return isRevision && item.sales_order_line_number === undefined ? [fieldMessage('sales_order_line_number')] : [];
  },
  apply: ({ database }, header, items) => {
    for (const item of items) {
      const purchase_order_line = findLine(database, header, item)?.sys_id;
      database.save(SHIPMENTS, shipmentKey(header, item), { ...header, ...item, purchase_order_line });
    }
  },
};

/** A shipment with the same tracking number is updated (servicenow 33). */
function shipmentKey({ supplier_id, order_number, supplier_shipment_number }: Values, item: Values): string[] {
  const shipment = item.tracking_number ?? supplier_shipment_number;
  return [supplier_id ?? '', order_number ?? '', item.line_number ?? '', shipment ?? ''];
}

/** The supplier's order with that number, unless it is known by another sales order number (servicenow 33). */
export function findOrder(database: Database, header: Values): Row | undefined {
  const order = database.find(ORDERS, header.order_number ?? '');
  const isMeant =
    agree(order?.supplier_id, header.supplier_id) && agree(order?.sales_order_number, header.sales_order_number);
  return isMeant ? order : undefined;
}

export function findLine(database: Database, header: Values, item: Values): Row | undefined {
  const order = findOrder(database, header);
  const line = order && database.find(LINES, header.order_number ?? '', item.line_number ?? '');
  return agree(line?.sales_order_line_number, item.sales_order_line_number) ? line : undefined;
}

export function linesOf(database: Database, number: string): Row[] {
  const order = database.find(ORDERS, number)?.sys_id;
  return database.rows(LINES).filter(({ purchase_order }) => purchase_order === order);
}

/** Shipments and invoices go on after the first receipt (servicenow 33). */
export function isOrdered({ status = '' }: Row): boolean {
  return [ORDER.ordered, ORDER.partly, ORDER.delivered].includes(status);
}

function agree(known = '', sent: string | undefined): boolean {
  return known === '' || sent === undefined || known === sent;
}
