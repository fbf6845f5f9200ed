import { suppliedBy } from '../../../core/domain/create-order.ts';
import type { PurchaseOrder } from '../../../core/domain/purchase-order.ts';
import type { Supplier } from '../../../core/domain/supplier.ts';
import { lineNumberOf } from '../../../core/domain/supplier-order.ts';
import { laptopOrder } from './requests.ts';

/** The supplier that the laptop's vendor is, which acknowledges its orders. */
export const aSupplier: Supplier = {
  org_id: laptopOrder.org_id,
  supplier_id: 'SUP-1001',
  name: 'Dell Technologies',
  vendor_id: 'vnd_7nLsW8kF9xYt',
  enabled: true,
  documents: ['orderack', 'shipment', 'invoice'],
  requests_per_minute: 1000,
  credentials: [],
  created_at: 1708733000,
  updated_at: 1708733000,
  version: 1,
};

/** Five laptops and five docks, ordered from that supplier. */
export const suppliedOrder: PurchaseOrder = suppliedBy(
  { ...laptopOrder, lines: laptopOrder.lines.map((line) => ({ ...line, quantity: 5 })) },
  aSupplier,
);

/** The number by which suppliers name a line of that order. */
export function numberOf(id: string): string {
  return lineNumberOf(suppliedOrder, { id });
}

const head = { customer_id: 'ACME', supplier_id: 'SUP-1001', order_number: suppliedOrder.id };

/** An acknowledgement as suppliers post it: of some lines by id, or of all. */
export function orderack(status_code: 'confirmed' | 'rejected', ids: readonly string[] = [], changes: object = {}) {
  const sales_order_lines = ids.map((id) => ({ line_number: numberOf(id), sales_order_line_number: `SOL-${id}` }));
  return { ...head, sales_order_number: 'SO-1', status_code, sales_order_lines, ...changes };
}

/** A shipment as suppliers post it: a quantity by line id, each under a tracking number. */
export function shipment(quantities: Readonly<Record<string, number>>, tracking = '1Z', changes: object = {}) {
  const shipment_lines = Object.entries(quantities).map(([id, shipment_quantity]) => ({
    line_number: numberOf(id),
    shipment_quantity,
    tracking_number: `${tracking}-${id}`,
  }));
  return {
    ...head,
    sales_order_number: 'SO-1',
    supplier_shipment_number: `SHP-${tracking}`,
    shipment_lines,
    ...changes,
  };
}

/** An invoice as suppliers post it: quantity and amount by line id, without tax. */
export function invoice(number: string, lines: Readonly<Record<string, readonly [number, number]>>) {
  const total = Object.values(lines).reduce((sum, [, minor]) => sum + minor, 0) / 100;
  return {
    ...head,
    sales_order_number: 'SO-1',
    supplier_invoice_number: number,
    invoice_date: '2026-11-22',
    currency: 'USD',
    subtotal: total.toFixed(2),
    tax: '0',
    shipping: '0',
    total_amount_invoiced: total.toFixed(2),
    remit_to_address: 'Round Rock, TX',
    invoice_lines: Object.entries(lines).map(([id, [invoiced_quantity, minor]]) => ({
      line_number: numberOf(id),
      sales_order_line_number: `SOL-${id}`,
      supplier_invoice_line_number: `${number}-${id}`,
      invoiced_quantity,
      invoiced_line_amount: (minor / 100).toFixed(2),
    })),
  };
}
