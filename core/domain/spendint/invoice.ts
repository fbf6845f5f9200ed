import { type Reading, readDocument, type Shape } from './document.ts';
import type { Fields } from './fields.ts';
import { amount, CURRENCY, DATE, type Format, text, wholeNumber } from './format.ts';
import { customerId, importId, salesOrderNumber, supplierId } from './labels.ts';
import { withinSize } from './size.ts';

/** Amounts are minor units of `currency`. */
export interface InvoiceHead {
  readonly currency: string;
  readonly customer_id: string | null;
  readonly discounts_minor: number | null;
  readonly invoice_date: string;
  readonly other_charges_minor: number | null;
  readonly order_number: string;
  readonly remit_to_address: string;
  readonly sales_order_number: string;
  readonly shipping_minor: number;
  readonly subtotal_minor: number;
  readonly supplier_id: string;
  readonly supplier_invoice_number: string;
  readonly supplier_tax_id: string | null;
  readonly tax_minor: number;
  readonly tax_rate: string | null;
  readonly third_party_import_id: string | null;
  readonly total_amount_invoiced_minor: number;
}

export interface InvoiceLine {
  readonly invoiced_line_amount_minor: number;
  readonly invoiced_quantity: number;
  readonly line_number: string;
  readonly sales_order_line_number: string;
  readonly supplier_invoice_line_number: string;
}

export interface Invoice extends InvoiceHead {
  readonly lines: readonly InvoiceLine[];
}

/** The longest of the amounts that ServiceNow's users can edit (spendint 8). */
const EDITABLE_LENGTH = 100;

const SHAPE: Shape<InvoiceHead, InvoiceLine> = {
  kind: 'invoice',
  list: { label: 'Invoice lines', required: true },
  head: readHead,
  entry: (fields, { currency }) => ({
    invoiced_line_amount_minor: fields.required('invoiced_line_amount', 'Invoiced line amount', amount(currency)),
    invoiced_quantity: fields.required('invoiced_quantity', 'Invoiced quantity', wholeNumber(1)),
    line_number: numberOf(fields, 'line_number', 'Purchase order line number'),
    sales_order_line_number: fields.required('sales_order_line_number', 'Sales order line number', text(40)),
    supplier_invoice_line_number: fields.required(
      'supplier_invoice_line_number',
      'Supplier invoice line number',
      text(100),
    ),
  }),
  keys: (head, line) => ({
    sales_order_line_number: line.echo('sales_order_line_number', 40),
    sales_order_number: head.echo('sales_order_number', 40),
    supplier_invoice_number: head.echo('supplier_invoice_number', 100),
    supplier_invoice_line_number: line.echo('supplier_invoice_line_number', 100),
  }),
  identity: (line) => line.identity('supplier_invoice_line_number'),
  repeated: 'The invoice line is in this invoice more than once',
};

function readHead(fields: Fields): InvoiceHead {
  const currency = fields.required('currency', 'Currency', CURRENCY);
  const money: Format<number> = amount(currency);
  const editable: Format<number> = amount(currency, EDITABLE_LENGTH);
  return {
    currency,
    customer_id: customerId(fields, 'optional'),
    discounts_minor: fields.optional('discounts', 'Discounts', editable),
    invoice_date: fields.required('invoice_date', 'Invoice date', DATE),
    other_charges_minor: fields.optional('other_charges', 'Other charges', editable),
    order_number: numberOf(fields, 'order_number', 'Purchase order number'),
    remit_to_address: fields.required('remit_to_address', 'Remit to address', text(1000)),
    sales_order_number: salesOrderNumber(fields),
    shipping_minor: fields.required('shipping', 'Shipping', money),
    subtotal_minor: fields.required('subtotal', 'Subtotal', money),
    supplier_id: supplierId(fields),
    supplier_invoice_number: fields.required('supplier_invoice_number', 'Supplier invoice number', text(100)),
    supplier_tax_id: fields.optional('supplier_tax_id', 'Supplier tax ID', text(100)),
    tax_minor: fields.required('tax', 'Tax', money),
    tax_rate: fields.optional('tax_rate', 'Tax rate', text(100)),
    third_party_import_id: importId(fields),
    total_amount_invoiced_minor: fields.required('total_amount_invoiced', 'Total amount invoiced', money),
  };
}

/** A number without which an invoice has messages of its own (spendint 31). */
function numberOf(fields: Fields, key: string, label: string): string {
  if (fields.has(key)) return fields.required(key, label, text(40));
  fields.say(`The provided invoices does not have a ${label.toLowerCase()}`);
  return '';
}

export function readInvoice(document: unknown): Reading<InvoiceHead, InvoiceLine> {
  return withinSize(readDocument(document, SHAPE));
}
