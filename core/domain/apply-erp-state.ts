import { HubError } from './errors.ts';
import { isSameJson } from './json.ts';
import { isAmount } from './money.ts';
import { lineReceivedMinor } from './order-lines.ts';
import { quantitySum } from './order-receipts.ts';
import { type OrderUpdate, orderUpdate } from './order-update.ts';
import { type ProcurementRequest, transition } from './procurement-request.ts';
import { type Arrival, type PurchaseOrder, type PurchaseOrderLine, transitionOrder } from './purchase-order.ts';

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
 * revision stays. Throws `validation.failed` for quantities that can't be.
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
  const told = transitionOrder(order, { kind: 'told', lines, arrival: arrivalOf(order, lines, by) }, now);
  return orderUpdate(
    { order, request },
    { order: told, request: request && toldRequest(request, order, told, by, now) },
  );
}

/** The largest order has a thousandth of it. */
const MAX_QUANTITY = 1e9;

function isPossible(line: PurchaseOrderLine): boolean {
  return line.received_quantity <= MAX_QUANTITY && isAmount(lineReceivedMinor(line));
}

function toldLine(order: PurchaseOrder, line: PurchaseOrderLine, state: ErpOrderState): PurchaseOrderLine {
  const told = state.lines.find(({ id }) => id === line.id);
  if (!told && !state.deleted) return line;
  const received_quantity = Math.max(0, told?.received_quantity ?? line.received_quantity);
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

/** The receipt: how much more has arrived of each line than before; undefined when no more has, and nothing more is completed. */
function arrivalOf(order: PurchaseOrder, lines: readonly PurchaseOrderLine[], by: string): Arrival | undefined {
  const changes = lines.map((line, index) => {
    const before = order.lines[index];
    return {
      id: line.id,
      quantity: quantitySum(line.received_quantity, -(before?.received_quantity ?? 0)),
      isCompleted: line.completed && !before?.completed,
    };
  });
  const arrived = changes.filter(({ quantity }) => quantity !== 0).map(({ id, quantity }) => ({ id, quantity }));
  const final = changes.some(({ isCompleted }) => isCompleted);
  return arrived.length > 0 || final ? { by, lines: arrived, final, comment: null } : undefined;
}

/** The request after its order's status; undefined when it stays. */
function toldRequest(
  request: ProcurementRequest,
  { status: before }: PurchaseOrder,
  { status }: PurchaseOrder,
  by: string,
  now: number,
): ProcurementRequest | undefined {
  if (status === before) return undefined;
  if (status === 'cancelled') return transition(request, { kind: 'lose_order', by }, now);
  const isComplete = status === 'received';
  return isComplete || before === 'received' ? transition(request, { kind: 'receive', isComplete }, now) : undefined;
}
