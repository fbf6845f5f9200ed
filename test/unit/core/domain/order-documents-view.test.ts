import { describe, expect, it } from '@jest/globals';
import type { StoredInvoice, StoredShipment } from '../../../../core/domain/order-documents.ts';
import { viewOrderDocuments } from '../../../../core/domain/order-documents-view.ts';

const posted = {
  org_id: 'org_1',
  order_id: 'po_1',
  request_id: 'proc_1',
  supplier_id: 'SUP-1',
  import_id: 'imp_1',
  accepted_at: 1_708_733_100,
  version: 2,
};
const head = { order_number: 'po_1', supplier_id: 'SUP-1', third_party_import_id: null, customer_id: null };
const invoice: StoredInvoice = {
  ...posted,
  document: {
    ...head,
    sales_order_number: 'SO-1',
    supplier_invoice_number: 'INV-1',
    invoice_date: '2026-11-22',
    currency: 'USD',
    subtotal_minor: 91_301,
    tax_minor: 0,
    tax_rate: null,
    shipping_minor: 5,
    other_charges_minor: null,
    discounts_minor: 10,
    total_amount_invoiced_minor: 91_296,
    remit_to_address: 'Round Rock',
    supplier_tax_id: null,
    lines: [
      {
        line_number: 'po_1-1',
        sales_order_line_number: '1',
        supplier_invoice_line_number: '1',
        invoiced_quantity: 2,
        invoiced_line_amount_minor: 91_301,
      },
    ],
  },
};

function shipmentOf(version: number, length: number): StoredShipment {
  const line = {
    ...{ line_number: 'po_1-1', sales_order_line_number: null, shipment_quantity: 1, tracking_number: 'T' },
    ...{ shipping_carrier: null, planned_shipment_date: null, actual_shipment_date: null, ship_to: null },
    ...{ estimated_arrival_date: null, shipping_address: null },
    product_details: [{ serial_number: 'x'.repeat(length), imei: null, asset_tag: null }],
  };
  const document = { ...head, sales_order_number: 'SO-1', supplier_shipment_number: `S-${version}`, lines: [line] };
  return { ...posted, version, document };
}

const view = (shipments: StoredShipment[], invoices: StoredInvoice[] = []) =>
  viewOrderDocuments({ acknowledgements: [], shipments, invoices });

describe('the documents of an order', () => {
  it('are shown as they were posted, with decimals for money and the time at which they were taken', () => {
    const { supplier_tax_id, ...shown } = view([], [invoice]).invoices[0] ?? { supplier_tax_id: undefined };
    expect([supplier_tax_id, shown]).toEqual([
      null,
      {
        ...head,
        sales_order_number: 'SO-1',
        supplier_invoice_number: 'INV-1',
        invoice_date: '2026-11-22',
        currency: 'USD',
        subtotal: 913.01,
        tax: 0,
        tax_rate: null,
        shipping: 0.05,
        other_charges: null,
        discounts: 0.1,
        total_amount_invoiced: 912.96,
        remit_to_address: 'Round Rock',
        lines: [
          {
            line_number: 'po_1-1',
            sales_order_line_number: '1',
            supplier_invoice_line_number: '1',
            invoiced_quantity: 2,
            invoiced_line_amount: 913.01,
          },
        ],
        accepted_at: 1_708_733_100,
      },
    ]);
  });

  it('are all there, the oldest first', () => {
    const { shipments, documents_complete } = view([shipmentOf(2, 10), shipmentOf(5, 10)]);
    expect([shipments.map((one) => one.supplier_shipment_number), documents_complete]).toEqual([['S-2', 'S-5'], true]);
  });

  it('are the newest where a response would be too large', () => {
    const many = Array.from({ length: 30 }, (_, index) => shipmentOf(index + 2, 290_000));
    const { shipments, invoices, documents_complete } = view(many, [{ ...invoice, version: 40 }]);
    expect([invoices.length, documents_complete, shipments.at(-1)?.supplier_shipment_number]).toEqual([
      1,
      false,
      'S-31',
    ]);
    expect(shipments.length).toBeGreaterThan(3);
    expect(shipments.length).toBeLessThan(10);
  });
});
