import * as z from 'zod/mini';
import { type ErrorCode, HubError } from './errors.ts';
import { ERP_SOURCES, REQUEST_TYPES } from './procurement-request.ts';
import { anyOf } from './wording.ts';

/** The purchase order and its lifecycle (procurement-api 57–60). */

const PURCHASE_ORDER_STATUSES = [
  'pending_submission',
  'ordered',
  'partially_received',
  'received',
  'cancelled',
] as const;
type PurchaseOrderStatus = (typeof PURCHASE_ORDER_STATUSES)[number];

const PurchaseOrderLineSchema = z.object({
  /** Counts from 1 within the order; a deleted line keeps its id. */
  id: z.string(),
  name: z.string(),
  sku: z.string(),
  quantity: z.int(),
  received_quantity: z.int(),
  unit_cost_minor: z.int(),
  deleted: z.boolean(),
});
export type PurchaseOrderLine = z.infer<typeof PurchaseOrderLineSchema>;

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
  erp_source: z.enum(ERP_SOURCES),
  erp_po_number: z.nullable(z.string()),
  cost_center: z.string(),
  /** The fiscal year whose budget the order's open value is committed in. */
  budget_year: z.int(),
  currency: z.string(),
  lines: z.array(PurchaseOrderLineSchema),
  expected_delivery: z.nullable(z.string()),
  /** When the order was approved. */
  ordered_at: z.int(),
  /** The partners that the order is synced with. */
  destinations: z.array(z.string()),
  /** Counts the changes that partners must learn of. */
  revision: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
  version: z.int(),
});
export type PurchaseOrder = z.infer<typeof PurchaseOrderSchema>;

/** What is ordered and not received yet, in minor units: the part of the budget that the order commits. */
export function openMinor({ status, lines }: PurchaseOrder): number {
  if (status === 'cancelled') return 0;
  return lines
    .filter(({ deleted }) => !deleted)
    .reduce((sum, line) => sum + (line.quantity - line.received_quantity) * line.unit_cost_minor, 0);
}

/** The changes of an order: of some lines by id, and of the delivery date. */
export interface OrderChanges {
  readonly lines: readonly {
    readonly id: string;
    readonly quantity?: number;
    readonly unit_cost_minor?: number;
    readonly deleted?: boolean;
  }[];
  readonly expected_delivery?: string | null;
}

export type OrderCommand =
  | { readonly kind: 'change'; readonly changes: OrderChanges }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'number'; readonly poNumber: string };

/** The order after a command at `now` (Unix seconds). Throws HubError when its status or its lines forbid it. */
export function transitionOrder(order: PurchaseOrder, command: OrderCommand, now: number): PurchaseOrder {
  const next = { ...order, updated_at: Math.max(order.updated_at, now), version: order.version + 1 };
  switch (command.kind) {
    case 'change': {
      requireOrderStatus(order, ['pending_submission', 'ordered'], 'order.not_changeable', 'be changed');
      const { expected_delivery = order.expected_delivery } = command.changes;
      return { ...next, lines: changedLines(order, command.changes), expected_delivery, revision: order.revision + 1 };
    }
    case 'cancel':
      requireOrderStatus(order, ['pending_submission', 'ordered'], 'order.not_cancellable', 'be cancelled');
      return { ...next, status: 'cancelled', revision: order.revision + 1 };
    case 'number':
      // A cancelled order keeps its status: its number tells which order at the ERP is to be cancelled.
      return {
        ...next,
        erp_po_number: command.poNumber,
        status: order.status === 'pending_submission' ? 'ordered' : order.status,
      };
  }
}

function changedLines(order: PurchaseOrder, { lines: changes }: OrderChanges): PurchaseOrderLine[] {
  for (const { id } of changes) {
    const line = order.lines.find((candidate) => candidate.id === id);
    if (!line) throw new HubError('order.line_unknown', `${order.id} has no line ${id}.`);
    if (line.deleted) throw new HubError('order.line_deleted', `Line ${id} of ${order.id} is deleted.`);
  }
  const lines = order.lines.map((line) => ({ ...line, ...changes.find(({ id }) => id === line.id) }));
  if (lines.every(({ deleted }) => deleted)) {
    throw new HubError('order.last_line', 'An order keeps at least one line: cancel the request instead.');
  }
  return lines;
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
