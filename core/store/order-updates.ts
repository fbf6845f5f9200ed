import type { OrderUpdate } from '../domain/order-update.ts';
import { saveMovement } from './budgets.ts';
import { saveCosts } from './costs.ts';
import { saveOrder } from './purchase-orders.ts';
import { saveRequest } from './requests.ts';
import type { Write } from './write.ts';

/** Saves a change of an order with its request, its budget and what the request costs, on condition that none has changed. */
export function saveOrderUpdate({ order, request, movement, costs }: OrderUpdate): Write[] {
  return [
    saveOrder(order),
    ...(request ? [saveRequest(request)] : []),
    ...(movement ? [saveMovement(movement)] : []),
    ...(costs ? [saveCosts(costs)] : []),
  ];
}
