import { isAmount } from '../money.ts';
import type { Findings } from './document.ts';
import type { Invoice } from './invoice.ts';
import { isLive, lineFindings, lineOf, type OrderView, orderFindings } from './order-view.ts';

const NAME = 'invoice';
const NO_ORDER =
  'The invoice do not have a corresponding purchase order which matches the purchase order number of the invoice provided';

/** Whether a supplier sends what it has sent before, by whatever import. Sending an invoice again changes nothing (spendint 16). */
export function isSameInvoice(one: Invoice, other: Invoice): boolean {
  return canonical(one) === canonical(other);
}

function canonical({ lines, ...head }: Invoice): string {
  return JSON.stringify([fieldsOf({ ...head, third_party_import_id: null }), ...lines.map(fieldsOf)]);
}

function fieldsOf(fields: object): [string, unknown][] {
  return Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What forbids to take an invoice (spendint 31, 32, 33). `posted` is another valid invoice with its number, which it can't replace. */
export function invoiceFindings(document: Invoice, order: OrderView | null, posted: Invoice | null): Findings {
  if (!order) return { document: [NO_ORDER], entries: [] };
  return {
    document: [...orderFindings(order, NAME, NO_ORDER), ...amountFindings(document, order), ...reuse(document, posted)],
    entries: document.lines.map((sent) => [
      ...lineFindings(
        lineOf(order, sent.line_number),
        { ...sent, sales_order_number: document.sales_order_number },
        NAME,
      ),
      ...(isPosted(posted, sent.line_number) ? ['The invoice for this line is valid and cannot be updated'] : []),
    ]),
  };
}

function isPosted(posted: Invoice | null, lineNumber: string): boolean {
  return posted?.lines.some(({ line_number }) => line_number === lineNumber) ?? false;
}

/** The invoice number names another invoice, whose lines this one doesn't have. */
function reuse({ lines }: Invoice, posted: Invoice | null): string[] {
  if (!posted || lines.some(({ line_number }) => isPosted(posted, line_number))) return [];
  return ['The invoice with this supplier invoice number is valid and cannot be updated'];
}

/** Exact to the minor unit: amounts are integers, and a sum that is too large to be exact is larger than any amount. */
function amountFindings(invoice: Invoice, order: OrderView): string[] {
  const findings: string[] = [];
  if (invoice.currency !== order.currency) {
    findings.push('The currency of the invoice does not match the currency of the purchase order');
  }
  const lines = invoice.lines.reduce((sum, { invoiced_line_amount_minor }) => sum + invoiced_line_amount_minor, 0);
  if (lines !== invoice.subtotal_minor) {
    findings.push('The subtotal of the invoice does not match the sum of its invoice lines');
  }
  const { subtotal_minor, tax_minor, shipping_minor, other_charges_minor, discounts_minor } = invoice;
  const total = subtotal_minor + tax_minor + shipping_minor + (other_charges_minor ?? 0) - (discounts_minor ?? 0);
  if (total !== invoice.total_amount_invoiced_minor) {
    findings.push('The total amount invoiced does not match the invoiced amount');
  }
  const invoiced = order.lines.reduce((sum, { invoiced_minor }) => sum + invoiced_minor, subtotal_minor);
  if (!isAmount(invoiced)) findings.push('The invoices of the purchase order amount to more than is possible');
  return findings;
}

export const INVOICE_STATES = ['awaiting_delivery', 'invoice_confirmed', 'requires_review'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/**
 * The three-way match of an order, what was received of it, and its invoices, whose amounts the order has (spendint 34). An order is
 * delivered when all of its lines are; what is cancelled or rejected counts neither as ordered nor as delivered.
 */
export function matchInvoices(order: OrderView, requiresApproval: boolean): InvoiceState {
  const live = order.lines.filter(isLive);
  const delivered = live.length > 0 && live.every((line) => line.received_quantity >= line.ordered_quantity);
  if (!delivered || requiresApproval) return 'awaiting_delivery';
  const ordered = live.reduce((sum, line) => sum + Math.round(line.ordered_quantity * line.unit_price_minor), 0);
  const invoiced = order.lines.reduce((sum, line) => sum + line.invoiced_minor, 0);
  return invoiced === ordered ? 'invoice_confirmed' : 'requires_review';
}
