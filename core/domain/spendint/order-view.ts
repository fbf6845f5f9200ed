/** What the rules for business documents need to know of an organization's order. */

export type OrderStatus = 'pending_submission' | 'ordered' | 'partially_received' | 'received' | 'cancelled';

export interface OrderLineView {
  readonly line_number: string;
  /** What the supplier has answered; null until it has. */
  readonly acknowledgement: 'confirmed' | 'rejected' | null;
  readonly cancelled: boolean;
  /** The supplier's numbers, once they are known. */
  readonly sales_order_number: string | null;
  readonly sales_order_line_number: string | null;
  readonly estimated_arrival_date: string | null;
  readonly ordered_quantity: number;
  readonly shipped_quantity: number;
  readonly received_quantity: number;
  /** By all invoices so far, in minor units of the order's currency. */
  readonly invoiced_quantity: number;
  readonly invoiced_minor: number;
  readonly unit_price_minor: number;
}

export interface OrderView {
  readonly order_number: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly lines: readonly OrderLineView[];
}

/** A line that is still to be delivered or was: neither cancelled nor rejected. */
export function isLive({ cancelled, acknowledgement }: OrderLineView): boolean {
  return !cancelled && acknowledgement !== 'rejected';
}

/** The order's line with a number, unless it is cancelled. */
export function lineOf(order: OrderView | null, lineNumber: string): OrderLineView | undefined {
  return order?.lines.find(({ line_number, cancelled }) => line_number === lineNumber && !cancelled);
}

const ORDERED: readonly OrderStatus[] = ['ordered', 'partially_received', 'received'];

/** Ordered: supplier and ERP have confirmed it. Delivery doesn't change that (spendint 28). */
export function isOrdered({ status }: OrderView): boolean {
  return ORDERED.includes(status);
}

/** What shipments and invoices need of the order: that it exists and is ordered. `name` is how the message calls the document. */
export function orderFindings(order: OrderView | null, name: string, missing: string): string[] {
  if (!order) return [missing];
  return isOrdered(order) ? [] : [`The purchase order for this ${name} is not in the Ordered status`];
}

export interface SalesNumbers {
  readonly sales_order_number: string;
  readonly sales_order_line_number: string | null;
}

/** What shipments and invoices need of a line: that it exists, is ordered, and has the supplier's numbers (spendint 28, 29). */
export function lineFindings(line: OrderLineView | undefined, numbers: SalesNumbers, name: string): string[] {
  if (!line) return [`The purchase order line for this ${name} does not exist`];
  if (line.acknowledgement !== 'confirmed') {
    return [`The purchase order line for this ${name} is not in the Ordered status`];
  }
  const findings: string[] = [];
  if (differs(line.sales_order_number, numbers.sales_order_number)) {
    findings.push(`The sales order number of this ${name} does not match the purchase order line`);
  }
  if (differs(line.sales_order_line_number, numbers.sales_order_line_number)) {
    findings.push(`The sales order line number of this ${name} does not match the purchase order line`);
  }
  return findings;
}

function differs(known: string | null, sent: string | null): boolean {
  return known !== null && sent !== null && known !== sent;
}
