import { type Budget, type BudgetMovement, movementOf } from './budget.ts';
import { type CostEntry, costChangeOf } from './costs.ts';
import type { ProcurementRequest } from './procurement-request.ts';
import { openMinor, type PurchaseOrder, receivedMinor } from './purchase-order.ts';

/** What changes with an order. All of it is saved in one transaction. */
export interface OrderUpdate {
  readonly order: PurchaseOrder;
  /** Undefined when it stays as it is. */
  readonly request: ProcurementRequest | undefined;
  readonly movement: BudgetMovement | undefined;
  readonly costs: CostEntry | undefined;
}

interface OrderAndRequest {
  readonly order: PurchaseOrder;
  readonly request: ProcurementRequest | undefined;
}

/** What follows from a change of an order: in its budget, and in what its request costs. Throws `budget.exceeded` as {@link movementOf}. */
export function orderUpdate(
  before: OrderAndRequest,
  { order, request }: OrderAndRequest,
  within?: Budget,
): OrderUpdate {
  const amounts = {
    committed: openMinor(order) - openMinor(before.order),
    spent: receivedMinor(order) - receivedMinor(before.order),
  };
  const { request: original } = before;
  return {
    order,
    request,
    movement: movementOf(order, amounts, within),
    costs:
      original && costChangeOf({ request: original, order: before.order }, { request: request ?? original, order }),
  };
}
