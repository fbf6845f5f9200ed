import type { OrderLineView, OrderView } from '../../../../../core/domain/spendint/order-view.ts';

/** A line of four units at 100.00 that the supplier has confirmed. */
export function orderLine(changes: Partial<OrderLineView> = {}): OrderLineView {
  return {
    line_number: 'POL-1',
    acknowledgement: 'confirmed',
    cancelled: false,
    sales_order_number: null,
    sales_order_line_number: null,
    estimated_arrival_date: null,
    ordered_quantity: 4,
    shipped_quantity: 0,
    received_quantity: 0,
    invoiced_quantity: 0,
    invoiced_minor: 0,
    unit_price_minor: 10_000,
    ...changes,
  };
}

export function orderOf(...lines: OrderLineView[]): OrderView {
  return { order_number: 'PO-1', status: 'ordered', currency: 'USD', lines };
}

/** The statuses in which an order takes shipments and invoices, and those in which it doesn't. */
export const ORDERED = ['ordered', 'partially_received', 'received'] as const;
export const NOT_ORDERED = ['pending_submission', 'cancelled'] as const;
