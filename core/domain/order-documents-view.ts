import { toDecimal } from './money.ts';
import type { StoredInvoice, StoredOrderack, StoredShipment } from './order-documents.ts';

/** The documents that a supplier has posted about an order, as the API shows them (procurement-api 155). */

interface Documents {
  readonly acknowledgements: readonly StoredOrderack[];
  readonly shipments: readonly StoredShipment[];
  readonly invoices: readonly StoredInvoice[];
}

/** A response has at most 6 MB, its body counted as an escaped string, and the order is in it too. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_ESCAPED = 2;

/** Each kind, the oldest first, with decimals for money; of very many and long ones the newest, and whether these are all. */
export function viewOrderDocuments(documents: Documents) {
  const { acknowledgements, shipments, invoices } = documents;
  const newestFirst = [...acknowledgements, ...shipments, ...invoices].sort((a, b) => b.version - a.version);
  let bytes = 0;
  const first = newestFirst.findIndex((one) => {
    bytes += MAX_ESCAPED * Buffer.byteLength(JSON.stringify(one));
    return bytes > MAX_BYTES;
  });
  const shown = new Set<object>(first === -1 ? newestFirst : newestFirst.slice(0, first));
  return {
    acknowledgements: acknowledgements.filter((one) => shown.has(one)).map(viewDocument),
    shipments: shipments.filter((one) => shown.has(one)).map(viewDocument),
    invoices: invoices.filter((one) => shown.has(one)).map(viewInvoice),
    documents_complete: first === -1,
  };
}

function viewDocument<Document extends object>({
  accepted_at,
  document,
}: {
  readonly accepted_at: number;
  readonly document: Document;
}) {
  return { ...document, accepted_at };
}

function viewInvoice({ accepted_at, document }: StoredInvoice) {
  const { currency } = document;
  const { subtotal_minor, tax_minor, shipping_minor, total_amount_invoiced_minor, lines, ...rest } = document;
  const { other_charges_minor, discounts_minor, ...plain } = rest;
  const decimal = (minor: number): number => toDecimal(minor, currency);
  return {
    ...plain,
    subtotal: decimal(subtotal_minor),
    tax: decimal(tax_minor),
    shipping: decimal(shipping_minor),
    other_charges: other_charges_minor === null ? null : decimal(other_charges_minor),
    discounts: discounts_minor === null ? null : decimal(discounts_minor),
    total_amount_invoiced: decimal(total_amount_invoiced_minor),
    lines: lines.map(({ invoiced_line_amount_minor, ...line }) => ({
      ...line,
      invoiced_line_amount: decimal(invoiced_line_amount_minor),
    })),
    accepted_at,
  };
}
