import * as z from 'zod';
import { Amount, Count, CurrencyCode, Name, UnixSeconds } from './common.ts';
import { PurchaseOrder } from './orders.ts';

/** What suppliers have posted about an order. */

const text = Name.nullable();
const head = {
  order_number: Name,
  supplier_id: Name,
  third_party_import_id: text,
  customer_id: text,
  accepted_at: UnixSeconds,
};

const Acknowledgement = z
  .strictObject({
    ...head,
    sales_order_number: text,
    status_code: z.enum(['confirmed', 'rejected']),
    status_message: text,
    lines: z.array(z.strictObject({ line_number: Name, sales_order_line_number: text, estimated_arrival_date: text })),
  })
  .meta({ id: 'Acknowledgement' });

const ShippingAddress = z.strictObject({
  city: text,
  country: text,
  name: text,
  state: text,
  street: text,
  zip_code: text,
});

const Shipment = z
  .strictObject({
    ...head,
    sales_order_number: Name,
    supplier_shipment_number: Name,
    lines: z.array(
      z.strictObject({
        line_number: Name,
        sales_order_line_number: text,
        shipment_quantity: Count,
        tracking_number: text,
        shipping_carrier: text,
        planned_shipment_date: text,
        actual_shipment_date: text,
        estimated_arrival_date: text,
        ship_to: text,
        shipping_address: ShippingAddress.nullable(),
        product_details: z.array(z.strictObject({ serial_number: Name, imei: text, asset_tag: text })),
      }),
    ),
  })
  .meta({ id: 'Shipment' });

const Invoice = z
  .strictObject({
    ...head,
    sales_order_number: Name,
    supplier_invoice_number: Name,
    invoice_date: Name,
    currency: CurrencyCode,
    subtotal: Amount,
    tax: Amount,
    tax_rate: text,
    shipping: Amount,
    other_charges: Amount.nullable(),
    discounts: Amount.nullable(),
    total_amount_invoiced: Amount,
    remit_to_address: Name,
    supplier_tax_id: text,
    lines: z.array(
      z.strictObject({
        line_number: Name,
        sales_order_line_number: Name,
        supplier_invoice_line_number: Name,
        invoiced_quantity: Count,
        invoiced_line_amount: Amount,
      }),
    ),
  })
  .meta({ id: 'Invoice' });

export const PurchaseOrderWithDocuments = z
  .strictObject({
    ...PurchaseOrder.shape,
    acknowledgements: z.array(Acknowledgement),
    shipments: z.array(Shipment),
    invoices: z.array(Invoice),
    documents_complete: z.boolean(),
  })
  .meta({ id: 'PurchaseOrderWithDocuments' });
