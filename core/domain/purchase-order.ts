import * as z from 'zod/mini';
import { type ErrorCode, HubError } from './errors.ts';
import {
  changedLines,
  completedLines,
  isClosed,
  type LineChange,
  lineOpenMinor,
  lineReceivedMinor,
  type PurchaseOrderLine,
  PurchaseOrderLineSchema,
  receivedLines,
} from './order-lines.ts';
import { PURCHASE_ORDER_STATUSES, type ReceiptLine, ReceiptSchema, withReceipt } from './order-receipts.ts';
import { ERP_SOURCES, REQUEST_TYPES } from './procurement-request.ts';
import { anyOf } from './wording.ts';

export type { PurchaseOrderLine } from './order-lines.ts';

/** The purchase order and its lifecycle (procurement-api 57–60, 70–72). */

type PurchaseOrderStatus = (typeof PURCHASE_ORDER_STATUSES)[number];

/** As stored. Times are Unix seconds; money is minor units of `currency`; `version` counts the writes. */
export const PurchaseOrderSchema = z.object({
  id: z.string(),
  org_id: z.string(),
  /** What the order came from. */
  origin: z.literal('request'),
  request_id: z.nullable(z.string()),
  status: z.enum(PURCHASE_ORDER_STATUSES),
  type: z.enum(REQUEST_TYPES),
  title: z.string(),
  requester_id: z.string(),
  vendor: z.nullable(z.string()),
  /** The vendor of that name when the order was approved. */
  vendor_id: z._default(z.nullable(z.string()), null),
  /** The supplier that gets the order; null until approved, and without one. */
  supplier_id: z._default(z.nullable(z.string()), null),
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: z.nullable(z.string()),
  cost_center: z.string(),
  /** The fiscal year whose budget the order's open value is committed in. */
  budget_year: z.int(),
  currency: z.string(),
  lines: z.array(PurchaseOrderLineSchema),
  /** What has arrived, oldest first. */
  receipts: z._default(z.array(ReceiptSchema), []),
  expected_delivery: z.nullable(z.string()),
  /** When the order was approved. */
  ordered_at: z.int(),
  /** When the ERP or a buyer gave the order its number. */
  numbered_at: z._default(z.nullable(z.int()), null),
  /** When the hub cancelled what was still to come of an order that had been received in part. */
  closed_at: z._default(z.nullable(z.int()), null),
  /** The partners that the order is synced with. */
  destinations: z.array(z.string()),
  /** Counts the changes that partners must learn of. */
  revision: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  version: z.int(),
});
export type PurchaseOrder = z.infer<typeof PurchaseOrderSchema>;

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
      /** The lines as the ERP has them. */
      readonly lines: readonly PurchaseOrderLine[];
      readonly arrival: Arrival | undefined;
    };

/** The order after a command at `now` (Unix seconds). Throws HubError when its status or its lines forbid it. */
export function transitionOrder(order: PurchaseOrder, command: OrderCommand, now: number): PurchaseOrder {
  const next = { ...order, updated_at: Math.max(order.updated_at, now), version: order.version + 1 };
  switch (command.kind) {
    case 'change': {
      requireOrderStatus(order, ['pending_submission', 'ordered'], 'order.not_changeable', 'be changed');
      const { expected_delivery = order.expected_delivery } = command.changes;
      const lines = changedLines(order, command.changes.lines);
      return { ...next, lines, expected_delivery, revision: order.revision + 1 };
    }
    case 'cancel': {
      const statuses = ['pending_submission', 'ordered', 'partially_received'] as const;
      requireOrderStatus(order, statuses, 'order.not_cancellable', 'be cancelled');
      const revision = order.revision + 1;
      if (order.status !== 'partially_received') return { ...next, status: 'cancelled', revision };
      // procurement-api 71: what has arrived stays, and is to be paid.
      return { ...next, lines: completedLines(order.lines), status: 'received', closed_at: now, revision };
    }
    case 'number':
      // A cancelled order keeps its status: its number tells which order at the ERP is to be cancelled.
      return {
        ...next,
        erp_po_number: command.poNumber,
        numbered_at: order.numbered_at ?? now,
        status: order.status === 'pending_submission' ? 'ordered' : order.status,
      };
    case 'receive':
      requireOrderStatus(order, ['ordered', 'partially_received'], 'order.not_receivable', 'receive goods');
      return withLines(next, receivedLines(order, command), command, now);
    case 'told':
      return withLines(next, command.lines, command.arrival, now);
  }
}

/** The order with other lines, the status that follows from them, and the receipt that tells why. */
function withLines(
  order: PurchaseOrder,
  lines: readonly PurchaseOrderLine[],
  arrival: Arrival | undefined,
  at: number,
): PurchaseOrder {
  const status = statusWith(order, lines);
  if (!arrival) return { ...order, lines: [...lines], status };
  const { by, final, comment } = arrival;
  const receipt = { at, by, lines: [...arrival.lines], final, comment, status };
  return { ...order, lines: [...lines], status, receipts: withReceipt(order.receipts, receipt) };
}

/** The status of an order with these lines; a cancelled order stays cancelled. */
function statusWith(order: PurchaseOrder, lines: readonly PurchaseOrderLine[]): PurchaseOrderStatus {
  if (order.status === 'cancelled') return 'cancelled';
  const hasArrived = lines.some(({ received_quantity }) => received_quantity > 0);
  if (isClosed(lines)) return hasArrived ? 'received' : 'cancelled';
  if (hasArrived) return 'partially_received';
  return order.erp_po_number === null ? 'pending_submission' : 'ordered';
}

function requireOrderStatus(
  order: PurchaseOrder,
  statuses: readonly PurchaseOrderStatus[],
  code: ErrorCode,
  action: string,
): void {
  if (statuses.includes(order.status)) return;
  const message = `Only an order in status ${anyOf(statuses)} can ${action}; ${order.id} is ${order.status}.`;
  throw new HubError(code, message);
}
