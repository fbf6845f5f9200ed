/** The documents that the supplier of the demo posts, in the words of the Spendint API. */

export const LAPTOP = 'DEMO-LAT-5550';
export const DOCK = 'DEMO-WD22TB4';
export const PRICES = { [LAPTOP]: 1429, [DOCK]: 279 } as const;

const SALES_ORDER = 'SO-7001';
const customer_id = 'AB-1234323';

interface Product {
  readonly sku: keyof typeof PRICES;
  readonly name: string;
}

const PRODUCTS: readonly Product[] = [
  { sku: LAPTOP, name: 'Dell Latitude 5550 Laptop' },
  { sku: DOCK, name: 'Dell WD22TB4 Thunderbolt Dock' },
];

export function catalog(supplier_id: string) {
  const products = PRODUCTS.map(({ sku, name }) => ({
    ...{ sku, mpn: `MPN-${sku}`, manufacturer: 'Dell', product_name: name, unit: 'Each', available_units: '40' },
    ...{ product_category_name: 'Computer', unspsc: '43211503' },
    contract_agreement: {
      contract_number: 'DELL-2026',
      negotiated_price: String(PRICES[sku]),
      negotiated_currency: 'USD',
    },
  }));
  return { customer_id, catalog_id: 'DELL-1', supplier_id, products };
}

interface OrderNames {
  readonly supplier_id: string;
  readonly order_number: string;
}

/** A line by its number in the outbound table; the supplier numbers its own in the same order. */
export interface OrderLine {
  readonly line_number: string;
  readonly position: number;
  readonly quantity: number;
}

const salesLine = (position: number): string => String(position * 10);

export function acknowledgement(order: OrderNames, lines: readonly OrderLine[]) {
  return {
    ...{ ...order, customer_id, sales_order_number: SALES_ORDER, status_code: 'confirmed' },
    sales_order_lines: lines.map(({ line_number, position }) => ({
      ...{ line_number, sales_order_line_number: salesLine(position), estimated_arrival_date: '2026-12-04' },
    })),
  };
}

export function shipment(order: OrderNames, number: string, lines: readonly OrderLine[]) {
  return {
    ...{ ...order, sales_order_number: SALES_ORDER, supplier_shipment_number: number },
    shipment_lines: lines.map(({ line_number, position, quantity }) => ({
      ...{ line_number, sales_order_line_number: salesLine(position), shipment_quantity: String(quantity) },
      ...{ shipping_carrier: 'UPS', tracking_number: `1Z-${number}-${position}` },
    })),
  };
}

/** An invoice for lines at their amounts. */
export function invoice(
  order: OrderNames,
  number: string,
  lines: readonly (OrderLine & { readonly amount: number })[],
) {
  const total = String(lines.reduce((sum, { amount }) => sum + amount, 0));
  return {
    ...{ ...order, sales_order_number: SALES_ORDER, supplier_invoice_number: number, invoice_date: '2026-12-05' },
    ...{ currency: 'USD', subtotal: total, tax: '0', shipping: '0', total_amount_invoiced: total },
    remit_to_address: 'One Dell Way, Round Rock, TX 78682',
    invoice_lines: lines.map(({ line_number, position, quantity, amount }) => ({
      ...{ line_number, sales_order_line_number: salesLine(position), supplier_invoice_line_number: String(position) },
      ...{ invoiced_quantity: String(quantity), invoiced_line_amount: String(amount) },
    })),
  };
}
