import * as z from 'zod/mini';
import { isSameJson } from './json.ts';
import type { Invoice } from './spendint/invoice.ts';
import type { Orderack } from './spendint/orderack.ts';
import type { Shipment } from './spendint/shipment.ts';

/** What a supplier has posted about an order and the hub has taken: one entry each, kept as it was posted (spendint 47). */

const text = z.nullable(z.string());
const head = { order_number: z.string(), supplier_id: z.string(), third_party_import_id: text, customer_id: text };

export const OrderackSchema = z.object({
  ...head,
  sales_order_number: text,
  status_code: z.enum(['confirmed', 'rejected']),
  status_message: text,
  lines: z.array(z.object({ line_number: z.string(), sales_order_line_number: text, estimated_arrival_date: text })),
}) satisfies z.ZodMiniType<Orderack>;

const ShippingAddressSchema = z.object({
  city: text,
  country: text,
  name: text,
  state: text,
  street: text,
  zip_code: text,
});

const ShipmentLineSchema = z.object({
  line_number: z.string(),
  sales_order_line_number: text,
  shipment_quantity: z.int(),
  tracking_number: text,
  shipping_carrier: text,
  planned_shipment_date: text,
  actual_shipment_date: text,
  estimated_arrival_date: text,
  ship_to: text,
  shipping_address: z.nullable(ShippingAddressSchema),
  product_details: z.array(z.object({ serial_number: z.string(), imei: text, asset_tag: text })),
});

export const ShipmentSchema = z.object({
  ...head,
  sales_order_number: z.string(),
  supplier_shipment_number: z.string(),
  lines: z.array(ShipmentLineSchema),
}) satisfies z.ZodMiniType<Shipment>;

export const InvoiceSchema = z.object({
  ...head,
  sales_order_number: z.string(),
  supplier_invoice_number: z.string(),
  invoice_date: z.string(),
  currency: z.string(),
  subtotal_minor: z.int(),
  tax_minor: z.int(),
  tax_rate: text,
  shipping_minor: z.int(),
  other_charges_minor: z.nullable(z.int()),
  discounts_minor: z.nullable(z.int()),
  total_amount_invoiced_minor: z.int(),
  remit_to_address: z.string(),
  supplier_tax_id: text,
  lines: z.array(
    z.object({
      line_number: z.string(),
      sales_order_line_number: z.string(),
      supplier_invoice_line_number: z.string(),
      invoiced_quantity: z.int(),
      invoiced_line_amount_minor: z.int(),
    }),
  ),
}) satisfies z.ZodMiniType<Invoice>;

/** Who posted it about what. */
const PostedSchema = z.object({
  org_id: z.string(),
  order_id: z.string(),
  request_id: z.nullable(z.string()),
  supplier_id: z.string(),
  /** The call that brought it. */
  import_id: z.string(),
  /** When the call was accepted, in Unix seconds. */
  accepted_at: z.int(),
  /** Of the order, with the document. */
  version: z.int(),
});

export const StoredOrderackSchema = z.extend(PostedSchema, { document: OrderackSchema });
export const StoredShipmentSchema = z.extend(PostedSchema, { document: ShipmentSchema });
export const StoredInvoiceSchema = z.extend(PostedSchema, { document: InvoiceSchema });

export type StoredOrderack = z.infer<typeof StoredOrderackSchema>;
export type StoredShipment = z.infer<typeof StoredShipmentSchema>;
export type StoredInvoice = z.infer<typeof StoredInvoiceSchema>;

/** A document of any of these kinds. */
export interface Stored<Document> extends z.infer<typeof PostedSchema> {
  readonly document: Document;
}

/**
 * Whether a document was taken before: it is what the supplier has sent last, by whatever import, or its own call is repeated
 * (spendint 16). `earlier` are those of its kind, oldest first.
 */
export function isRepeated<Document extends { readonly third_party_import_id: string | null }>(
  document: Document,
  earlier: readonly Stored<Document>[],
  importId: string,
): boolean {
  return earlier.some((one, index) => {
    const mayRepeat = one.import_id === importId || index === earlier.length - 1;
    return mayRepeat && isSameJson(withoutImport(one.document), withoutImport(document));
  });
}

function withoutImport(document: object) {
  return { ...document, third_party_import_id: null };
}

/** The hub's own limit: an order's documents of a kind are read and understood in a second. */
const MAX_BYTES = 10_000_000;

/** Whether an order has so many and long documents of a kind that it takes no more of them (spendint 47). */
export function isFull(documents: readonly object[]): boolean {
  return Buffer.byteLength(JSON.stringify(documents)) > MAX_BYTES;
}
