import * as z from 'zod/mini';
import { HubError } from './errors.ts';
import type { ReceiptLine } from './order-receipts.ts';

/** The lines of a purchase order: what is ordered, what the supplier says of it, and what has arrived of it. */

/** What the supplier has sent about a line (spendint 45). */
export const SupplierLineSchema = z.object({
  /** Null until it has answered. A rejected line is deleted for good. */
  acknowledgement: z.nullable(z.enum(['confirmed', 'rejected'])),
  sales_order_number: z.nullable(z.string()),
  sales_order_line_number: z.nullable(z.string()),
  estimated_arrival_date: z.nullable(z.string()),
  shipped_quantity: z.int(),
  /** What counts as received because it was shipped (spendint 48). */
  received_quantity: z.int(),
  invoiced_quantity: z.int(),
  /** Minor units of the order's currency. */
  invoiced_minor: z.int(),
});
export type SupplierLine = z.infer<typeof SupplierLineSchema>;

export const PurchaseOrderLineSchema = z.object({
  /** Counts from 1 within the order; a deleted line keeps its id. */
  id: z.string(),
  name: z.string(),
  sku: z.string(),
  quantity: z.int(),
  /** In parts of a unit where an ERP counts hours or weights; more than `quantity` after an over-delivery. */
  received_quantity: z.number(),
  unit_cost_minor: z.int(),
  mpn: z._default(z.nullable(z.string()), null),
  unit: z._default(z.nullable(z.string()), null),
  contract_number: z._default(z.nullable(z.string()), null),
  deleted: z.boolean(),
  /** Whether nothing more will come of the line. */
  completed: z._default(z.boolean(), false),
  /** Null until the supplier has sent something about it. */
  supplier: z._default(z.nullable(SupplierLineSchema), null),
});
export type PurchaseOrderLine = z.infer<typeof PurchaseOrderLineSchema>;

/** An order's lines, and the id that errors name. */
interface WithLines {
  readonly id: string;
  readonly lines: readonly PurchaseOrderLine[];
}

/** What has arrived of the line, in minor units. */
export function lineReceivedMinor({ received_quantity, unit_cost_minor }: PurchaseOrderLine): number {
  return Math.round(received_quantity * unit_cost_minor);
}

/** What is still to come of the line, in minor units. */
export function lineOpenMinor(line: PurchaseOrderLine): number {
  if (isOut(line)) return 0;
  return Math.max(0, line.quantity * line.unit_cost_minor - lineReceivedMinor(line));
}

/** What is still to come of the line, in its unit. */
export function openQuantity(line: PurchaseOrderLine): number {
  return isOut(line) ? 0 : Math.max(0, line.quantity - line.received_quantity);
}

/** Whether nothing more comes of the line, whatever has arrived. */
function isOut({ deleted, completed }: PurchaseOrderLine): boolean {
  return deleted || completed;
}

export interface LineChange {
  readonly id: string;
  readonly quantity?: number;
  readonly unit_cost_minor?: number;
  readonly deleted?: boolean;
}

/** The lines after a change. Throws HubError naming the line that forbids it. */
export function changedLines(order: WithLines, changes: readonly LineChange[]): PurchaseOrderLine[] {
  for (const change of changes) requireUnshipped(order.id, requireOpenLine(order, change.id), change);
  const lines = order.lines.map((line) => ({ ...line, ...changes.find(({ id }) => id === line.id) }));
  if (lines.every(isOut)) {
    throw new HubError('order.last_line', 'An order keeps at least one line: cancel the request instead.');
  }
  return lines;
}

/**
 * The lines after goods have arrived. A final receipt completes the lines that it names, or all where it names none. Throws
 * HubError for a line that is not open or would have more than is ordered, or when nothing has come of all that is completed.
 */
export function receivedLines(
  order: WithLines,
  receipt: { readonly lines: readonly ReceiptLine[]; readonly final: boolean },
): PurchaseOrderLine[] {
  for (const { id, quantity } of receipt.lines) {
    const open = openQuantity(requireOpenLine(order, id));
    if (quantity <= open) continue;
    const message = `Line ${id} of ${order.id} has ${open} left to receive, and ${quantity} are more than that.`;
    throw new HubError('order.over_receipt', message);
  }
  const lines = order.lines.map((line) => {
    const arrived = receipt.lines.find(({ id }) => id === line.id);
    const isNamed = arrived !== undefined || receipt.lines.length === 0;
    const received_quantity = line.received_quantity + (arrived?.quantity ?? 0);
    return { ...line, received_quantity, completed: line.completed || (receipt.final && isNamed && !line.deleted) };
  });
  if (lines.some(({ received_quantity }) => received_quantity > 0) || !isClosed(lines)) return lines;
  throw new HubError('order.nothing_received', `Nothing has arrived of ${order.id}: cancel the request instead.`);
}

/** What is shipped stays ordered. */
function requireUnshipped(
  orderId: string,
  { id, supplier }: PurchaseOrderLine,
  { quantity, deleted }: LineChange,
): void {
  const shipped = supplier?.shipped_quantity ?? 0;
  const left = deleted ? 0 : quantity;
  if (left === undefined || left >= shipped) return;
  throw new HubError('order.line_shipped', `The supplier has shipped ${shipped} of line ${id} of ${orderId}.`);
}

/** The lines when nothing more comes of any. */
export function completedLines(lines: readonly PurchaseOrderLine[]): PurchaseOrderLine[] {
  return lines.map((line) => ({ ...line, completed: line.completed || openQuantity(line) > 0 }));
}

/** Whether nothing more comes: each line has arrived, or nothing more comes of it. */
export function isClosed(lines: readonly PurchaseOrderLine[]): boolean {
  return lines.every((line) => openQuantity(line) === 0);
}

function requireOpenLine(order: WithLines, id: string): PurchaseOrderLine {
  const line = order.lines.find((candidate) => candidate.id === id);
  if (!line) throw new HubError('order.line_unknown', `${order.id} has no line ${id}.`);
  if (line.deleted) throw new HubError('order.line_deleted', `Line ${id} of ${order.id} is deleted.`);
  if (line.completed) {
    throw new HubError('order.line_completed', `Nothing more comes of line ${id} of ${order.id}: it is completed.`);
  }
  return line;
}
