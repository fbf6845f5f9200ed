import { type ErrorCode, HubError } from './errors.ts';
import {
  changedLines,
  completedLines,
  type LineChange,
  lineOpenMinor,
  lineReceivedMinor,
  type PurchaseOrderLine,
  receivedLines,
} from './order-lines.ts';
import { type ReceiptLine, withReceipt } from './order-receipts.ts';
import type { PurchaseOrder } from './order-schema.ts';
import { withStatus } from './order-status.ts';
import { invoiceStateOf } from './supplier-order.ts';
import { anyOf } from './wording.ts';

export type { PurchaseOrderLine } from './order-lines.ts';
export { type PurchaseOrder, PurchaseOrderSchema } from './order-schema.ts';

/** The purchase order and its lifecycle (procurement-api 57–60, 70–72). */

/** What is ordered and still to come, in minor units: the part of the budget that the order commits. */
export function openMinor({ status, lines }: PurchaseOrder): number {
  return status === 'cancelled' ? 0 : sum(lines, lineOpenMinor);
}

/** What has arrived, in minor units, also of lines that are deleted now: the part of the budget that the order has spent. */
export function receivedMinor({ lines }: PurchaseOrder): number {
  return sum(lines, lineReceivedMinor);
}

function sum(lines: readonly PurchaseOrderLine[], amountOf: (line: PurchaseOrderLine) => number): number {
  return lines.reduce((total, line) => total + amountOf(line), 0);
}

/** The changes of an order: of some lines by id, and of the delivery date. */
export interface OrderChanges {
  readonly lines: readonly LineChange[];
  readonly expected_delivery?: string | null;
}

/** What has arrived. A final receipt says that nothing more comes of the lines that it names, or of all where it names none. */
export interface Arrival {
  readonly by: string;
  readonly lines: readonly ReceiptLine[];
  readonly final: boolean;
  readonly comment: string | null;
}

export type OrderCommand =
  | { readonly kind: 'change'; readonly changes: OrderChanges }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'number'; readonly poNumber: string }
  | ({ readonly kind: 'receive' } & Arrival)
  | {
      readonly kind: 'told';
      /** The lines as the ERP has them, or as they are after a document of the supplier. */
      readonly lines: readonly PurchaseOrderLine[];
      readonly arrival: Arrival | undefined;
      /** Whether other partners must learn of it. */
      readonly isRevision?: boolean;
    };

/** The order after a command at `now` (Unix seconds). Throws HubError when its status or its lines forbid it. */
export function transitionOrder(order: PurchaseOrder, command: OrderCommand, now: number): PurchaseOrder {
  const next = transitioned(order, command, now);
  return { ...next, invoice_state: invoiceStateOf(next) };
}

function transitioned(order: PurchaseOrder, command: OrderCommand, now: number): PurchaseOrder {
  const next = { ...order, updated_at: Math.max(order.updated_at, now), version: order.version + 1 };
  const revision = order.revision + 1;
  switch (command.kind) {
    case 'change': {
      requireOrderStatus(order, ['pending_submission', 'ordered'], 'order.not_changeable', 'be changed');
      const { expected_delivery = order.expected_delivery } = command.changes;
      const lines = changedLines(order, command.changes.lines);
      return placed({ ...next, lines, expected_delivery, revision }, now);
    }
    case 'cancel': {
      const statuses = ['pending_submission', 'ordered', 'partially_received'] as const;
      requireOrderStatus(order, statuses, 'order.not_cancellable', 'be cancelled');
      if (order.status !== 'partially_received') return { ...next, status: 'cancelled', revision };
      // procurement-api 71: what has arrived stays, and is to be paid.
      return { ...next, lines: completedLines(order.lines), status: 'received', closed_at: now, revision };
    }
    case 'number':
      // A cancelled order keeps its status: its number tells which order at the ERP is to be cancelled.
      return placed({ ...next, erp_po_number: command.poNumber, numbered_at: order.numbered_at ?? now }, now);
    case 'receive':
      requireOrderStatus(order, ['ordered', 'partially_received'], 'order.not_receivable', 'receive goods');
      return withArrival({ ...next, lines: receivedLines(order, command) }, command, now);
    case 'told': {
      const told = { ...next, lines: [...command.lines], ...(command.isRevision && { revision }) };
      return withArrival(told, command.arrival, now);
    }
  }
}

/** An order that waited for its last confirmation is ordered. */
function placed(order: PurchaseOrder, at: number): PurchaseOrder {
  return order.status === 'pending_submission' ? withStatus(order, at) : order;
}

/** The order with the status that follows from its lines, and the receipt that tells why. */
function withArrival(lined: PurchaseOrder, arrival: Arrival | undefined, at: number): PurchaseOrder {
  const order = withStatus(lined, at);
  if (!arrival) return order;
  const { by, final, comment } = arrival;
  const receipt = { at, by, lines: [...arrival.lines], final, comment, status: order.status };
  return { ...order, receipts: withReceipt(order.receipts, receipt) };
}

function requireOrderStatus(
  order: PurchaseOrder,
  statuses: readonly PurchaseOrder['status'][],
  code: ErrorCode,
  action: string,
): void {
  if (statuses.includes(order.status)) return;
  const message = `Only an order in status ${anyOf(statuses)} can ${action}; ${order.id} is ${order.status}.`;
  throw new HubError(code, message);
}
