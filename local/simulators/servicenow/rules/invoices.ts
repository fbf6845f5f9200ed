import type { Values } from '../fields.ts';
import { INVOICE, ORDER } from '../tables.ts';
import { findLine, findOrder, isOrdered, ORDERS } from './orders.ts';
import type { Instance, Rules } from './rules.ts';

const INVOICES = 'sn_shop_invoice';
const INVOICE_LINES = 'sn_shop_invoice_line';

/** servicenow 34–36. */
export const INVOICE_RULES: Rules = {
  header: ({ database }, header, items) => {
    if (header.order_number === undefined) return ['The provided invoices does not have a purchase order number'];
    const order = findOrder(database, header);
    if (order === undefined) {
      return [
        'The invoice do not have a corresponding purchase order which matches the purchase order number of the invoice provided',
      ];
    }
    const messages: readonly (readonly [string, boolean])[] = [
      ['The purchase order for this invoice is not in the Ordered state', !isOrdered(order)],
      ['The invoice is already posted and cannot be updated', database.find(INVOICES, ...keyOf(header)) !== undefined],
      ['The amount invoiced does not match the invoiced amount of the invoice provided', !addsUp(header, items)],
    ];
    return messages.flatMap(([message, applies]) => (applies ? [message] : []));
  },
  item: ({ database }, header, item) => {
    if (item.line_number === undefined) return ['The provided invoices does not have a purchase order line number'];
    if (header.order_number === undefined || findOrder(database, header) === undefined) return [];
    if (findLine(database, header, item) !== undefined) return [];
    return ['The invoice do not have a corresponding purchase order line which matches the line number provided'];
  },
  apply: (instance, header, items) => {
    const { database } = instance;
    const purchase_order = database.find(ORDERS, header.order_number ?? '')?.sys_id;
    const invoice = database.save(INVOICES, keyOf(header), { ...header, purchase_order }).sys_id;
    for (const item of items) {
      const key = [...keyOf(header), item.supplier_invoice_line_number ?? ''];
      const purchase_order_line = findLine(database, header, item)?.sys_id;
      database.save(INVOICE_LINES, key, { ...item, invoice, purchase_order_line });
    }
    matchInvoices(instance, header.order_number ?? '');
  },
};

/** Sets the states of an order's invoices, which change with receipts too (servicenow 37). */
export function matchInvoices({ database, settings }: Instance, orderNumber: string): void {
  const order = database.find(ORDERS, orderNumber);
  const invoices = database.rows(INVOICES).filter(({ purchase_order }) => purchase_order === order?.sys_id);
  const invoiced = sum(invoices.map((invoice) => invoice[settings.current.invoiceAmount]));
  const matched = isSame(invoiced, Number(order?.total_amount)) ? INVOICE.confirmed : INVOICE.review;
  const state = order?.status === ORDER.delivered ? matched : INVOICE.awaitingDelivery;
  for (const invoice of invoices) database.save(INVOICES, keyOf(invoice), { state });
}

/** Whether subtotal and total are the sums of their parts; amounts that are not valid have messages already (servicenow 36). */
function addsUp(header: Values, items: readonly Values[]): boolean {
  const { subtotal, tax, shipping, other_charges = '0', discounts = '0', total_amount_invoiced } = header;
  const total = sum([subtotal, tax, shipping, other_charges]) - Number(discounts);
  const lines = sum(items.map(({ invoiced_line_amount }) => invoiced_line_amount));
  return isSame(total, Number(total_amount_invoiced)) && isSame(lines, Number(subtotal));
}

/** NaN when an amount is missing. */
function sum(amounts: readonly (string | undefined)[]): number {
  return amounts.reduce((total, amount) => total + Number(amount), 0);
}

function isSame(a: number, b: number): boolean {
  return Number.isNaN(a) || Number.isNaN(b) || Math.abs(a - b) < 0.005;
}

function keyOf({ supplier_id = '', supplier_invoice_number = '' }: Values): string[] {
  return [supplier_id, supplier_invoice_number];
}
