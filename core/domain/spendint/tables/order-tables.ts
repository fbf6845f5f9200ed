import type { OrderStatus } from '../order-view.ts';
import { tableSchema } from './schema.ts';

/** The tables in which suppliers find their orders (spendint 72, 73). */

/** Only 20 is documented (spendint 72). */
export const ORDER_STATES: Readonly<Record<OrderStatus, string>> = {
  pending_submission: '20',
  ordered: '30',
  partially_received: '40',
  received: '50',
  cancelled: '90',
};

const ORDER_LABELS = {
  [ORDER_STATES.pending_submission]: 'Pending Submission',
  [ORDER_STATES.ordered]: 'Ordered',
  [ORDER_STATES.partially_received]: 'Partially Delivered',
  [ORDER_STATES.received]: 'Delivered',
  [ORDER_STATES.cancelled]: 'Canceled',
};

/** Of the transfer to the supplier (servicenow 25). */
export const TRANSFER_LABELS = { '10': 'New', '30': 'Processed' };
export type Transfer = keyof typeof TRANSFER_LABELS;

export const PURCHASE_ORDER = tableSchema(
  'sn_shop_purchase_order',
  'number',
  ['number', 'erp_po_number', 'supplier_id', 'customer_id', 'order_date', 'total_amount', 'currency'],
  { status: { labels: ORDER_LABELS } },
);

const TRANSFER_COLUMNS = {
  status: { labels: TRANSFER_LABELS },
  purchase_order: { reference: PURCHASE_ORDER },
};

export const OUTBOUND_ORDER = tableSchema(
  'sn_spend_intg_outbound_purchase_order',
  'order_number',
  [
    ...['order_number', 'erp_po_number', 'supplier_id', 'customer_id', 'catalog_id', 'order_date', 'order_amount'],
    ...['currency', 'integration_status', 'ship_to', 'shipping_address'],
  ],
  TRANSFER_COLUMNS,
);

export const OUTBOUND_LINE = tableSchema(
  'sn_spend_intg_outbound_purchase_order_line',
  'line_number',
  [
    ...['line_number', 'order_number', 'sku', 'mpn', 'product_name', 'purchased_quantity', 'unit', 'unit_price'],
    ...['unit_price_currency', 'currency', 'contract_number', 'integration_status', 'ship_to', 'shipping_address'],
  ],
  TRANSFER_COLUMNS,
);
