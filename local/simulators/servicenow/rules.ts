import type { Database, Row, Values } from './database.ts';
import { fieldMessage } from './fields.ts';
import { confirmOrder, INVOICES, invoiceKey, isSame, LINES, linesOf, matchInvoices, ORDERS, sum } from './orders.ts';
import { ORDER } from './tables.ts';

export const PRODUCTS = 'sn_shop_supplier_product';
const SHIPMENTS = 'sn_shop_shipment';

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
  const found = database.find(ORDERS, number);
  const order = header.supplier_id === undefined || header.supplier_id === found?.supplier_id ? found : undefined;
  const line = order && database.find(LINES, number, item.line_number ?? '');
  const [known, sent] = [line?.sales_order_line_number, item.sales_order_line_number];
  const isSold = known === '' || sent === undefined || known === sent;
  return { database, header, items, item, order, line, soldLine: isSold ? line : undefined };
}

/** servicenow 30. */
export const CATALOG: Rules = {
  byItem: true,
  applyItem: ({ database, header, item }) => {
    database.save(PRODUCTS, [header.supplier_id ?? '', item.sku ?? ''], { ...header, ...item });
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
      subject.database.save(PRODUCTS, [supplier_id, sku], subject.item);
    },
  };
}

/** Without a supplier, which only availability may lack, any supplier's product with the SKU. */
function productOf({ database, header: { supplier_id }, item: { sku = '' } }: Subject): Row | undefined {
  if (supplier_id !== undefined) return database.find(PRODUCTS, supplier_id, sku);
  return database.rows(PRODUCTS).find((product) => product.sku === sku);
}

/** The sales order numbers of an acknowledgment are new ones (servicenow 32). */
export const ACKNOWLEDGMENT: Rules = {
  header: ({ header, order }) => ({
    'The purchase order for this order acknowledgment does not exist': isMissing(header.order_number, order),
    'The purchase order for this order acknowledgment is not in the Pending Submission state':
      order?.status === ORDER.revision || order?.status === ORDER.delivered,
  }),
  item: ({ header, item, line }) => ({
    'The purchase order line for this order acknowledgment does not exist':
      header.order_number !== undefined && isMissing(item.line_number, line),
    [fieldMessage('sales_order_line_number')]:
      line?.supplier_confirmation === 'confirmed' && item.sales_order_line_number === undefined,
  }),
  applyHeader: ({
    database,
    header: { order_number = '', status_code, sales_order_number, status_message },
    items,
  }) => {
    const supplier_confirmation = status_code?.toLowerCase();
    database.save(ORDERS, [order_number], { sales_order_number, status_message, supplier_confirmation });
    const named =
      items.length > 0
        ? items.map((item) => item.line_number)
        : linesOf(database, order_number).map((line) => line.number);
    for (const line of named) database.save(LINES, [order_number, line ?? ''], { supplier_confirmation });
    confirmOrder(database, order_number);
  },
  applyItem: ({ database, header, item }) => {
    database.save(LINES, [header.order_number ?? '', item.line_number ?? ''], item);
  },
};

/** servicenow 33. */
export const SHIPMENT: Rules = {
  header: ({ header, order }) => ({
    'The purchase order for this shipment does not exist': isMissing(header.order_number, order),
    'The purchase order for this shipment is not in the Ordered state': isUnordered(order),
    'The sales order for this shipment does not exist': isOtherSalesOrder(header, order),
  }),
  item: (subject) => ({
    'The purchase order line for this shipment is not in the Ordered state': isLineUnordered(subject),
    'The purchase order line for this shipment does not exist':
      subject.header.order_number !== undefined && isMissing(subject.item.line_number, subject.soldLine),
    [fieldMessage('sales_order_line_number')]:
      subject.item.sales_order_line_number === undefined &&
      subject.database.find(SHIPMENTS, ...shipmentKey(subject)) !== undefined,
    'The quantity shipped exceeds the quantity of the purchase order line': isExceeded(
      subject.soldLine,
      shippedQuantities(subject),
    ),
  }),
  applyItem: (subject) => {
    const purchase_order_line = subject.soldLine?.sys_id;
    const values = { ...subject.header, ...subject.item, purchase_order_line };
    subject.database.save(SHIPMENTS, shipmentKey(subject), values);
  },
};

/** A shipment with the same tracking number is updated (servicenow 33). */
function shipmentKey({ header, item }: Subject): string[] {
  const shipment = item.tracking_number ?? header.supplier_shipment_number;
  return [header.supplier_id ?? '', header.order_number ?? '', item.line_number ?? '', shipment ?? ''];
}

/** Of the line in this document, and in other shipments than those that it updates. */
function shippedQuantities(subject: Subject): (string | undefined)[] {
  const { database, items, item, soldLine } = subject;
  const sent = items.filter((other) => isOfLine(other, item));
  const updated = sent.map((other) => database.find(SHIPMENTS, ...shipmentKey({ ...subject, item: other }))?.sys_id);
  const others = database
    .rows(SHIPMENTS)
    .filter((row) => row.purchase_order_line === soldLine?.sys_id && !updated.includes(row.sys_id));
  return [...others, ...sent].map(({ shipment_quantity }) => shipment_quantity);
}

/** servicenow 34–36. */
export const INVOICE_RULES: Rules = {
  header: ({ database, header, items, order }) => ({
    'The provided invoices does not have a purchase order number': header.order_number === undefined,
    'The invoice do not have a corresponding purchase order which matches the purchase order number of the invoice provided':
      isMissing(header.order_number, order),
    'The purchase order for this invoice is not in the Ordered state': isUnordered(order),
    'The invoice do not have a corresponding sales order which matches the sales order number of the invoice provided':
      isOtherSalesOrder(header, order),
    'The currency of the invoice provided does not match the currency of the purchase order':
      order !== undefined && header.currency !== undefined && header.currency !== order.currency,
    'The invoice is already posted and cannot be updated': isPosted(database, header),
    'The amount invoiced does not match the invoiced amount of the invoice provided': !addsUp(header, items),
  }),
  item: ({ database, header, items, item, order, soldLine }) => ({
    'The purchase order line for this invoice is not in the Ordered state': isLineUnordered({ order, soldLine }),
    'The provided invoices does not have a purchase order line number': item.line_number === undefined,
    'The invoice do not have a corresponding purchase order line which matches the line number provided':
      order !== undefined && isMissing(item.line_number, soldLine),
    'The quantity invoiced exceeds the quantity of the purchase order line':
      !isPosted(database, header) &&
      isExceeded(soldLine, [
        soldLine?.invoiced_quantity,
        ...items.filter((other) => isOfLine(other, item)).map(({ invoiced_quantity }) => invoiced_quantity),
      ]),
  }),
  applyHeader: ({ database, header, items, order }) => {
    const references = { purchase_order: order?.sys_id, invoice_lines: JSON.stringify(items) };
    database.save(INVOICES, invoiceKey(header), { ...header, ...references });
    matchInvoices(database, header.order_number ?? '');
  },
  applyItem: ({ database, header: { order_number = '' }, item }) => {
    const line = [order_number, item.line_number ?? ''];
    const invoiced = database.find(LINES, ...line)?.invoiced_quantity;
    database.save(LINES, line, { invoiced_quantity: String(sum([invoiced, item.invoiced_quantity])) });
  },
};

function isPosted(database: Database, header: Values): boolean {
  return database.find(INVOICES, ...invoiceKey(header)) !== undefined;
}

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
function isUnordered(order: Row | undefined): boolean {
  return order !== undefined && [ORDER.pending, ORDER.revision].includes(order.status ?? '');
}

/** Of a line that an acknowledgment of others has left out. That of an order has its own message. */
function isLineUnordered({ order, soldLine }: Pick<Subject, 'order' | 'soldLine'>): boolean {
  return !isUnordered(order) && isUnordered(soldLine);
}

/** The supplier gives an order its sales order number by an acknowledgment (servicenow 33). */
function isOtherSalesOrder({ sales_order_number: sent }: Values, order: Row | undefined): boolean {
  const known = order?.sales_order_number ?? '';
  return known !== '' && sent !== undefined && sent !== known;
}

function isOfLine(other: Values, { line_number }: Values): boolean {
  return other.line_number === line_number;
}

/** Quantities that are not valid have messages of their own. */
function isExceeded(line: Row | undefined, quantities: readonly (string | undefined)[]): boolean {
  const [total, ordered] = [sum(quantities), Number(line?.purchased_quantity)];
  return total > ordered && !isSame(total, ordered);
}
