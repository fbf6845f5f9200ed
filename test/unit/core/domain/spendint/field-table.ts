import type { Kind } from '../../../../../core/domain/spendint/document.ts';

/** What the field tables of the documentation say, each row by hand: path, label, requirement, longest value and sort. */
export type Sort = 'text' | 'lines' | 'amount' | 'units' | 'quantity' | 'days' | 'date' | 'currency' | 'status';

export interface FieldRow {
  readonly kind: Kind;
  readonly path: string;
  readonly label: string;
  readonly required: boolean;
  readonly max: number;
  readonly sort: Sort;
}

type Cells = readonly [path: string, label: string, requirement: 'required' | 'optional', max: number, sort?: Sort];

const CONTRACT = 'products.0.contract_agreement';
const ACK = 'sales_order_lines.0';
const SHIPPED = 'shipment_lines.0';
const BILLED = 'invoice_lines.0';

function contract(currencyLabel: string): Cells[] {
  return [
    [`${CONTRACT}.contract_number`, 'Contract number', 'required', 100],
    [`${CONTRACT}.contract_start_date`, 'Contract start date', 'optional', 40, 'date'],
    [`${CONTRACT}.contract_end_date`, 'Contract end date', 'optional', 40, 'date'],
    [`${CONTRACT}.negotiated_currency`, currencyLabel, 'required', 40, 'currency'],
    [`${CONTRACT}.negotiated_price`, 'Negotiated price', 'required', 40, 'amount'],
  ];
}

const TABLES: Readonly<Record<Kind, readonly Cells[]>> = {
  catalog: [
    ['customer_id', 'Customer ID', 'optional', 100],
    ['catalog_id', 'Catalog ID', 'optional', 100],
    ['supplier_id', 'Supplier ID', 'required', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
    ['products.0.available_units', 'Available units', 'optional', 40, 'units'],
    ...contract('Negotiated currency '),
    ['products.0.delivery_time', 'Delivery time', 'optional', 40, 'days'],
    ['products.0.manufacturer', 'Manufacturer', 'required', 100],
    ['products.0.mpn', 'MPN', 'required', 100],
    ['products.0.parent_bundle', 'Parent bundle', 'optional', 100],
    ['products.0.product_category_name', 'Product category name', 'optional', 100],
    ['products.0.product_description', 'Product description', 'optional', 65_000, 'lines'],
    ['products.0.product_name', 'Product name', 'required', 1000],
    ['products.0.sku', 'Supplier part number', 'required', 100],
    ['products.0.unit', 'Unit', 'required', 40],
    ['products.0.unspsc', 'UNSPSC', 'optional', 100],
  ],
  price: [
    ['catalog_id', 'Catalog ID', 'required', 100],
    ['customer_id', 'Customer ID', 'required', 100],
    ['supplier_id', 'Supplier ID', 'required', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
    ...contract('Negotiated currency'),
    ['products.0.sku', 'Supplier part number', 'required', 100],
  ],
  availability: [
    ['catalog_id', 'Catalog ID', 'required', 100],
    ['customer_id', 'Customer ID', 'required', 100],
    ['supplier_id', 'Supplier ID', 'optional', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
    ['products.0.available_units', 'Available units', 'required', 40, 'units'],
    ['products.0.sku', 'Supplier part number', 'required', 100],
    ['products.0.unit', 'Unit', 'required', 100],
  ],
  orderack: [
    ['customer_id', 'Customer ID', 'required', 100],
    ['order_number', 'Purchase order number', 'required', 40],
    [`${ACK}.estimated_arrival_date`, 'Estimated arrival date', 'optional', 40, 'date'],
    [`${ACK}.line_number`, 'Purchase order line number', 'required', 40],
    [`${ACK}.sales_order_line_number`, 'Sales order line number', 'optional', 40],
    ['sales_order_number', 'Sales order number', 'optional', 40],
    ['status_code', 'Status code', 'required', 40, 'status'],
    ['status_message', 'Status message', 'optional', 1000],
    ['supplier_id', 'Supplier ID', 'required', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
  ],
  shipment: [
    ['customer_id', 'Customer ID', 'optional', 100],
    ['order_number', 'Purchase order number', 'required', 40],
    ['sales_order_number', 'Sales order number', 'required', 40],
    [`${SHIPPED}.actual_shipment_date`, 'Actual shipment date', 'optional', 40, 'date'],
    [`${SHIPPED}.estimated_arrival_date`, 'Estimated arrival date', 'optional', 40, 'date'],
    [`${SHIPPED}.line_number`, 'Purchase order line number', 'required', 40],
    [`${SHIPPED}.planned_shipment_date`, 'Planned shipment date', 'optional', 40, 'date'],
    [`${SHIPPED}.product_details.0.asset_tag`, 'Asset tag', 'optional', 100],
    [`${SHIPPED}.product_details.1.imei`, 'IMEI', 'optional', 100],
    [`${SHIPPED}.product_details.1.serial_number`, 'Serial number', 'required', 100],
    [`${SHIPPED}.sales_order_line_number`, 'Sales order line number', 'optional', 40],
    [`${SHIPPED}.shipping_address.city`, 'City', 'optional', 1000],
    [`${SHIPPED}.shipping_address.country`, 'Country', 'optional', 40],
    [`${SHIPPED}.shipping_address.name`, 'Name', 'optional', 1000],
    [`${SHIPPED}.shipping_address.state`, 'State', 'optional', 1000],
    [`${SHIPPED}.shipping_address.street`, 'Street', 'optional', 1000],
    [`${SHIPPED}.shipping_address.zip_code`, 'Zip code', 'optional', 40],
    [`${SHIPPED}.shipment_quantity`, 'Shipment quantity', 'required', 40, 'quantity'],
    [`${SHIPPED}.shipping_carrier`, 'Shipping carrier', 'optional', 100],
    [`${SHIPPED}.ship_to`, 'Ship to', 'optional', 100],
    [`${SHIPPED}.tracking_number`, 'Tracking number', 'optional', 100],
    ['supplier_id', 'Supplier ID', 'required', 100],
    ['supplier_shipment_number', 'Supplier shipment number', 'required', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
  ],
  invoice: [
    ['currency', 'Currency', 'required', 40, 'currency'],
    ['customer_id', 'Customer ID', 'optional', 100],
    ['discounts', 'Discounts', 'optional', 100, 'amount'],
    ['invoice_date', 'Invoice date', 'required', 40, 'date'],
    [`${BILLED}.invoiced_line_amount`, 'Invoiced line amount', 'required', 40, 'amount'],
    [`${BILLED}.invoiced_quantity`, 'Invoiced quantity', 'required', 40, 'quantity'],
    [`${BILLED}.line_number`, 'Purchase order line number', 'required', 40],
    [`${BILLED}.sales_order_line_number`, 'Sales order line number', 'required', 40],
    [`${BILLED}.supplier_invoice_line_number`, 'Supplier invoice line number', 'required', 100],
    ['other_charges', 'Other charges', 'optional', 100, 'amount'],
    ['order_number', 'Purchase order number', 'required', 40],
    ['remit_to_address', 'Remit to address', 'required', 1000],
    ['sales_order_number', 'Sales order number', 'required', 40],
    ['shipping', 'Shipping', 'required', 40, 'amount'],
    ['subtotal', 'Subtotal', 'required', 40, 'amount'],
    ['supplier_id', 'Supplier ID', 'required', 100],
    ['supplier_invoice_number', 'Supplier invoice number', 'required', 100],
    ['supplier_tax_id', 'Supplier tax ID', 'optional', 100],
    ['tax', 'Tax', 'required', 40, 'amount'],
    ['tax_rate', 'Tax rate', 'optional', 100],
    ['third_party_import_id', 'Third party import ID', 'optional', 100],
    ['total_amount_invoiced', 'Total amount invoiced', 'required', 40, 'amount'],
  ],
};

export const FIELDS: readonly FieldRow[] = (Object.entries(TABLES) as [Kind, readonly Cells[]][]).flatMap(
  ([kind, rows]) =>
    rows.map(([path, label, requirement, max, sort = 'text']) => ({
      kind,
      path,
      label,
      required: requirement === 'required',
      max,
      sort,
    })),
);
