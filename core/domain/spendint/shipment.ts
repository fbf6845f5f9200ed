import { type Reading, readDocument, type Shape } from './document.ts';
import type { Fields } from './fields.ts';
import { DATE, text, wholeNumber } from './format.ts';
import {
  customerId,
  importId,
  lineNumber,
  optionalSalesOrderLineNumber,
  orderNumber,
  salesOrderNumber,
  supplierId,
} from './labels.ts';
import { type ProductDetail, productDetails, type ShippingAddress, shippingAddress } from './shipment-parts.ts';
import { withinSize } from './size.ts';

export interface ShipmentHead {
  readonly customer_id: string | null;
  readonly order_number: string;
  readonly sales_order_number: string;
  readonly supplier_id: string;
  readonly supplier_shipment_number: string;
  readonly third_party_import_id: string | null;
}

export interface ShipmentLine {
  readonly actual_shipment_date: string | null;
  readonly estimated_arrival_date: string | null;
  readonly line_number: string;
  readonly planned_shipment_date: string | null;
  readonly product_details: readonly ProductDetail[];
  readonly sales_order_line_number: string | null;
  readonly shipping_address: ShippingAddress | null;
  readonly shipment_quantity: number;
  readonly shipping_carrier: string | null;
  readonly ship_to: string | null;
  readonly tracking_number: string | null;
}

export interface Shipment extends ShipmentHead {
  readonly lines: readonly ShipmentLine[];
}

const SHAPE: Shape<ShipmentHead, ShipmentLine> = {
  kind: 'shipment',
  list: { label: 'Shipment lines', required: true },
  head: (fields) => ({
    customer_id: customerId(fields, 'optional'),
    order_number: orderNumber(fields),
    sales_order_number: salesOrderNumber(fields),
    supplier_id: supplierId(fields),
    supplier_shipment_number: fields.required('supplier_shipment_number', 'Supplier shipment number', text(100)),
    third_party_import_id: importId(fields),
  }),
  entry: readLine,
  keys: (head, line) => ({
    sales_order_line_number: line.echo('sales_order_line_number', 40),
    sales_order_number: head.echo('sales_order_number', 40),
    supplier_shipment_number: head.echo('supplier_shipment_number', 100),
  }),
  /** A line may travel in several parcels, each with its tracking number. */
  identity: (line) => {
    const number = line.identity('line_number');
    return number && JSON.stringify([number, line.identity('tracking_number')]);
  },
  repeated: 'The purchase order line is in this shipment more than once with the same tracking number',
};

function readLine(fields: Fields): ShipmentLine {
  return {
    actual_shipment_date: fields.optional('actual_shipment_date', 'Actual shipment date', DATE),
    estimated_arrival_date: fields.optional('estimated_arrival_date', 'Estimated arrival date', DATE),
    line_number: lineNumber(fields),
    planned_shipment_date: fields.optional('planned_shipment_date', 'Planned shipment date', DATE),
    product_details: productDetails(fields),
    sales_order_line_number: optionalSalesOrderLineNumber(fields),
    shipping_address: shippingAddress(fields),
    shipment_quantity: fields.required('shipment_quantity', 'Shipment quantity', wholeNumber(1)),
    shipping_carrier: fields.optional('shipping_carrier', 'Shipping carrier', text(100)),
    ship_to: fields.optional('ship_to', 'Ship to', text(100)),
    tracking_number: fields.optional('tracking_number', 'Tracking number', text(100)),
  };
}

export function readShipment(document: unknown): Reading<ShipmentHead, ShipmentLine> {
  return withinSize(readDocument(document, SHAPE));
}
