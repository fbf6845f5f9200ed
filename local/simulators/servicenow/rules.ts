import type { Database, Row, Values } from './database.ts';
import { fieldMessage } from './fields.ts';
import { confirmOrder, invoiceKey, isSame, linesOf, matchInvoices, sum } from './orders.ts';
import { ORDER, TABLE } from './tables.ts';

/** A document with one of its items, and the rows that they name. Values that are not valid are undefined. */
interface Subject {
  readonly database: Database;
  readonly header: Values;
  readonly items: readonly Values[];
  readonly item: Values;
  readonly order: Row | undefined;
  readonly line: Row | undefined;
  /** The line, unless the supplier has given it another sales order line number (servicenow 33). */
  readonly soldLine: Row | undefined;
}
/** Messages, with whether they apply. */
export type Messages = Readonly<Record<string, boolean>>;

/** What the business demands of a kind of document beyond its fields, and what comes of it. */
export interface Rules {
  readonly header?: (subject: Subject) => Messages;
  readonly item?: (subject: Subject) => Messages;
  /** Whether good items are applied although others fail (servicenow 19). */
  readonly byItem?: boolean;
  /** Precedes the items. */
  readonly applyHeader?: (subject: Subject) => void;
  readonly applyItem?: (subject: Subject) => void;
}

export function subjectOf(database: Database, header: Values, items: readonly Values[], item: Values = {}): Subject {
  const number = header.order_number ?? '';
  const found = database.find(TABLE.orders, number);
  const order = header.supplier_id === undefined || header.supplier_id === found?.supplier_id ? found : undefined;
  const line = order && database.find(TABLE.lines, number, item.line_number ?? '');
  const [known, sent] = [line?.sales_order_line_number, item.sales_order_line_number];
  const isSold = known === '' || sent === undefined || known === sent;
  return { database, header, items, item, order, line, soldLine: isSold ? line : undefined };
}

/** servicenow 30. */
export const CATALOG: Rules = {
  byItem: true,
  applyItem: ({ database, header, item }) => {
    database.save(TABLE.products, [header.supplier_id ?? '', item.sku ?? ''], { ...header, ...item });
  },
};

/** Of pricing or availability (servicenow 31). */
export function updateOf(what: string): Rules {
  return {
    byItem: true,
    item: (subject) => ({
      [`The product for which you are trying to update ${what} does not exist`]:
        subject.item.sku !== undefined && productOf(subject) === undefined,
    }),
    applyItem: (subject) => {
      const { supplier_id = '', sku = '' } = productOf(subject) ?? {};
      subject.database.save(TABLE.products, [supplier_id, sku], subject.item);
    },
  };
}

/** Without a supplier, which only availability may lack, any supplier's product with the SKU. */
function productOf({ database, header: { supplier_id }, item: { sku = '' } }: Subject): Row | undefined {
  if (supplier_id !== undefined) return database.find(TABLE.products, supplier_id, sku);
  return database.rows(TABLE.products).find((product) => product.sku === sku);
}

/** The sales order numbers of an acknowledgment are new ones (servicenow 32). */
export const ACKNOWLEDGMENT: Rules = {
  header: ({ header, order }) => ({
    'The purchase order for this order acknowledgment does not exist': isMissing(header.order_number, order),
    'The purchase order for this order acknowledgment is not in the Pending Submission state':
      order?.status === ORDER['Pending Revision'] || order?.status === ORDER.Delivered,
  }),
  item: ({ header, item, line }) => ({
    'The purchase order line for this order acknowledgment does not exist':
      header.order_number !== undefined && isMissing(item.line_number, line),
    [fieldMessage('sales_order_line_number')]:
      line?.supplier_confirmation === 'confirmed' && item.sales_order_line_number === undefined,
  }),
  applyHeader: ({ database, header, items }) => {
    const { order_number = '', status_code, sales_order_number, status_message } = header;
    const supplier_confirmation = status_code?.toLowerCase();
    database.save(TABLE.orders, [order_number], { sales_order_number, status_message, supplier_confirmation });
    const all = linesOf(database, order_number).map(({ number }) => ({ line_number: number }));
    for (const item of items.length > 0 ? items : all) {
      database.save(TABLE.lines, [order_number, item.line_number ?? ''], { ...item, supplier_confirmation });
    }
    confirmOrder(database, order_number);
  },
};

/** servicenow 33. */
export const SHIPMENT: Rules = {
  header: ({ header, order }) => ({
    'The purchase order for this shipment does not exist': isMissing(header.order_number, order),
    'The purchase order for this shipment is not in the Ordered state': isUnordered(order),
  }),
  item: ({ database, header, item, order, soldLine }) => ({
    'The purchase order line for this shipment is not in the Ordered state': isLineUnordered(order, soldLine),
    'The purchase order line for this shipment does not exist':
      header.order_number !== undefined && isMissing(item.line_number, soldLine),
    [fieldMessage('sales_order_line_number')]:
      item.sales_order_line_number === undefined &&
      database.find(TABLE.shipments, ...shipmentKey(header, item)) !== undefined,
  }),
  applyItem: ({ database, header, item, soldLine }) => {
    const values = { ...header, ...item, purchase_order_line: soldLine?.sys_id };
    database.save(TABLE.shipments, shipmentKey(header, item), values);
  },
};

/** A shipment with the same tracking number is updated (servicenow 33). */
function shipmentKey(header: Values, item: Values): string[] {
  const shipment = item.tracking_number ?? header.supplier_shipment_number;
  return [header.supplier_id ?? '', header.order_number ?? '', item.line_number ?? '', shipment ?? ''];
}

/** servicenow 34–36. */
export const INVOICE: Rules = {
  header: ({ database, header, items, order }) => ({
    'The provided invoices does not have a purchase order number': header.order_number === undefined,
    'The invoice do not have a corresponding purchase order which matches the purchase order number of the invoice provided':
      isMissing(header.order_number, order),
    'The purchase order for this invoice is not in the Ordered state': isUnordered(order),
    'The invoice is already posted and cannot be updated':
      database.find(TABLE.invoices, ...invoiceKey(header)) !== undefined,
    'The amount invoiced does not match the invoiced amount of the invoice provided': !addsUp(header, items),
  }),
  item: ({ item, order, soldLine }) => ({
    'The purchase order line for this invoice is not in the Ordered state': isLineUnordered(order, soldLine),
    'The provided invoices does not have a purchase order line number': item.line_number === undefined,
    'The invoice do not have a corresponding purchase order line which matches the line number provided':
      order !== undefined && isMissing(item.line_number, soldLine),
  }),
  applyHeader: ({ database, header, items, order }) => {
    const references = { purchase_order: order?.sys_id, invoice_lines: JSON.stringify(items) };
    database.save(TABLE.invoices, invoiceKey(header), { ...header, ...references });
    matchInvoices(database, header.order_number ?? '');
  },
};

/** Whether subtotal and total are the sums of their parts. */
function addsUp(header: Values, items: readonly Values[]): boolean {
  const { subtotal, tax, shipping, other_charges = '0', discounts = '0', total_amount_invoiced } = header;
  const total = sum([subtotal, tax, shipping, other_charges]) - Number(discounts);
  const lines = sum(items.map(({ invoiced_line_amount }) => invoiced_line_amount));
  return isSame(total, Number(total_amount_invoiced)) && isSame(lines, Number(subtotal));
}

function isMissing(number: string | undefined, row: Row | undefined): boolean {
  return number !== undefined && row === undefined;
}

/** Shipments and invoices go on after the first receipt (servicenow 33). */
function isUnordered(row: Row | undefined): boolean {
  return row !== undefined && [ORDER['Pending Submission'], ORDER['Pending Revision']].includes(row.status ?? '');
}

/** Of a line that an acknowledgment of others has left out. That of an order has its own message. */
function isLineUnordered(order: Row | undefined, line: Row | undefined): boolean {
  return !isUnordered(order) && isUnordered(line);
}
