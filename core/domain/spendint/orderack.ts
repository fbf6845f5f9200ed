import { type Reading, readDocument, type Shape } from './document.ts';
import { DATE, oneOf, text } from './format.ts';
import { customerId, importId, lineNumber, optionalSalesOrderLineNumber, orderNumber, supplierId } from './labels.ts';
import { withinSize } from './size.ts';

export interface OrderackHead {
  readonly customer_id: string | null;
  readonly order_number: string;
  readonly sales_order_number: string | null;
  readonly status_code: 'confirmed' | 'rejected';
  readonly status_message: string | null;
  readonly supplier_id: string;
  readonly third_party_import_id: string | null;
}

export interface OrderackLine {
  readonly estimated_arrival_date: string | null;
  readonly line_number: string;
  readonly sales_order_line_number: string | null;
}

/** Without lines it answers the whole order (spendint 27). */
export interface Orderack extends OrderackHead {
  readonly lines: readonly OrderackLine[];
}

const SHAPE: Shape<OrderackHead, OrderackLine> = {
  kind: 'orderack',
  list: { label: 'Sales order lines', required: false },
  head: (fields) => ({
    customer_id: customerId(fields, 'required'),
    order_number: orderNumber(fields),
    sales_order_number: fields.optional('sales_order_number', 'Sales order number', text(40)),
    status_code: fields.required('status_code', 'Status code', oneOf('confirmed', 'rejected')),
    status_message: fields.optional('status_message', 'Status message', text(1000)),
    supplier_id: supplierId(fields),
    third_party_import_id: importId(fields),
  }),
  entry: (fields) => ({
    estimated_arrival_date: fields.optional('estimated_arrival_date', 'Estimated arrival date', DATE),
    line_number: lineNumber(fields),
    sales_order_line_number: optionalSalesOrderLineNumber(fields),
  }),
  keys: (head, line) => ({
    sales_order_number: head.echo('sales_order_number', 40),
    sales_order_line_number: line.echo('sales_order_line_number', 40),
  }),
  identity: (line) => line.identity('line_number'),
  repeated: 'The purchase order line is in this order acknowledgment more than once',
};

export function readOrderack(document: unknown): Reading<OrderackHead, OrderackLine> {
  return withinSize(readDocument(document, SHAPE));
}
