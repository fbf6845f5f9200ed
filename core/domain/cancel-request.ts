import { type BudgetMovement, movementOf } from './budget.ts';
import { type CostEntry, costChangeOf } from './costs.ts';
import { type ProcurementRequest, totalMinor, transition } from './procurement-request.ts';
import { openMinor, type PurchaseOrder, transitionOrder } from './purchase-order.ts';

export interface CancelCommand {
  readonly by: string;
  readonly mayEditOthers: boolean;
  readonly mayCancelOrders: boolean;
  readonly reason: string | null;
  readonly now: number;
}

/** What a cancellation changes. All of it is saved in one transaction. */
export interface Cancellation {
  readonly request: ProcurementRequest;
  readonly order: PurchaseOrder | undefined;
  readonly release: BudgetMovement | undefined;
  readonly costs: CostEntry | undefined;
}

/**
 * Cancels a request and its order, and releases what they have committed (procurement-api 59, 71). Throws HubError for
 * another status, or a caller that may not cancel it.
 */
export function cancel(
  request: ProcurementRequest,
  order: PurchaseOrder | undefined,
  { now, ...command }: CancelCommand,
): Cancellation {
  const hasArrived = order?.status === 'partially_received';
  const cancelled = transition(request, { kind: 'cancel', ...command, hasArrived }, now);
  const closed = order && transitionOrder(order, { kind: 'cancel' }, now);
  const committed = order ? openMinor(order) : totalMinor(request.items);
  return {
    request: cancelled,
    order: closed,
    release: movementOf(request, { committed: -committed }),
    costs: costChangeOf({ request, order }, { request: cancelled, order: closed }),
  };
}

/** The response to a cancellation. */
export function viewCancellation({ request, order }: Cancellation, { by, reason, now }: CancelCommand) {
  return {
    id: request.id,
    status: request.status,
    cancelled_by: by,
    cancelled_at: now,
    reason,
    purchase_order_id: order?.id ?? null,
  };
}
