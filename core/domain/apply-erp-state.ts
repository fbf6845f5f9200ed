import { HubError } from './errors.ts';
import { isSameJson } from './json.ts';
import { isAmount } from './money.ts';
import { lineReceivedMinor } from './order-lines.ts';
import type { OrderUpdate } from './order-update.ts';
import type { ProcurementRequest } from './procurement-request.ts';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.ts';
import { supplierLineOf } from './supplier-order.ts';
import { toldUpdate } from './told-update.ts';

/** An order as the ERP has it. Received quantities are totals; a line that the ERP doesn't tell stays as it is. */
export interface ErpOrderState {
  readonly deleted: boolean;
  readonly lines: readonly ErpLineState[];
}

export interface ErpLineState {
  /** The hub's line. */
  readonly id: string;
  readonly received_quantity: number;
  readonly deleted: boolean;
  /** Nothing more comes of it. */
  readonly completed: boolean;
}

/**
 * What the ERP's state of an order changes in the hub; undefined when nothing is new (procurement-api 72). An order that
 * was cancelled stays cancelled, and what has arrived of it is spent all the same. The ERP never learns of it: the order's
 * revision stays. What counts as received because it was shipped stays received (spendint 48). Throws `validation.failed`
 * for quantities that can't be.
 */
export function applyErpState(
  order: PurchaseOrder,
  request: ProcurementRequest | undefined,
  state: ErpOrderState,
  { by, now }: { readonly by: string; readonly now: number },
): OrderUpdate | undefined {
  const lines = order.lines.map((line) => toldLine(order, line, state));
  if (isSameJson(lines, order.lines)) return undefined;
  if (!lines.every(isPossible)) {
    throw new HubError('validation.failed', `The ERP tells of ${order.id} that more has arrived than is possible.`);
  }
  return toldUpdate({ order, request }, lines, { by, now });
}

/** The largest order has a thousandth of it. */
const MAX_QUANTITY = 1e9;

function isPossible(line: PurchaseOrderLine): boolean {
  return line.received_quantity <= MAX_QUANTITY && isAmount(lineReceivedMinor(line));
}

function toldLine(order: PurchaseOrder, line: PurchaseOrderLine, state: ErpOrderState): PurchaseOrderLine {
  const told = state.lines.find(({ id }) => id === line.id);
  if (!told && !state.deleted) return line;
  const known = told?.received_quantity ?? line.received_quantity;
  const received_quantity = Math.max(known, supplierLineOf(line).received_quantity);
  if (order.status === 'cancelled') return { ...line, received_quantity };
  // What has arrived in full is not deleted: the ERP puts away what it is done with.
  const isDeleted = (state.deleted || told?.deleted === true) && received_quantity < line.quantity;
  const isCompleted = told?.completed ?? line.completed;
  return {
    ...line,
    received_quantity,
    // The ERP may not have learned yet of a line that the hub has deleted.
    deleted: line.deleted || isDeleted,
    // A receipt that the ERP took back opens the line again, unless the hub has closed the order.
    completed: isCompleted || (order.closed_at !== null && line.completed),
  };
}
