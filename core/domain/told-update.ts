import { quantitySum } from './order-receipts.ts';
import { type OrderUpdate, orderUpdate } from './order-update.ts';
import { type ProcurementRequest, transition } from './procurement-request.ts';
import { type Arrival, type PurchaseOrder, type PurchaseOrderLine, transitionOrder } from './purchase-order.ts';

/** Who tells of an order, and when (Unix seconds). */
export interface Teller {
  /** An ERP, or a supplier as `supplier:SUP-1001`. */
  readonly by: string;
  readonly now: number;
}

/** What changes when an ERP or a supplier tells how the order's lines are: its receipt, its request, its budget and costs. */
export function toldUpdate(
  { order, request }: { readonly order: PurchaseOrder; readonly request: ProcurementRequest | undefined },
  lines: readonly PurchaseOrderLine[],
  { by, now }: Teller,
  isRevision = false,
): OrderUpdate {
  const command = { kind: 'told', lines, arrival: arrivalOf(order, lines, by), isRevision } as const;
  const told = transitionOrder(order, command, now);
  return orderUpdate(
    { order, request },
    { order: told, request: request && followingRequest(request, order, told, { by, now }) },
  );
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

/** The request after its order's status and number; undefined when it stays. */
function followingRequest(
  request: ProcurementRequest,
  before: PurchaseOrder,
  { status, erp_po_number: poNumber }: PurchaseOrder,
  { by, now }: Teller,
): ProcurementRequest | undefined {
  if (status !== before.status) {
    if (status === 'cancelled') return transition(request, { kind: 'lose_order', by }, now);
    const isComplete = status === 'received';
    if (isComplete || before.status === 'received') return transition(request, { kind: 'receive', isComplete }, now);
  }
  const isNumbered = poNumber !== null && before.erp_po_number === null;
  return isNumbered ? transition(request, { kind: 'order', poNumber }, now) : undefined;
}
