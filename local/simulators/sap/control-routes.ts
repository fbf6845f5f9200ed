import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { childrenOf, type Entity, textOf } from '../entity.ts';
import { PROCESSING } from './complete-order.ts';
import { computeItem } from './compute-item.ts';
import type { Orders } from './orders.ts';
import type { Sessions } from './sessions.ts';
import type { SapSettings } from './settings.ts';

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('release') }),
  z.strictObject({ action: z.literal('reject') }),
  /** Goods receipt of the named items, or of all. */
  z.strictObject({ action: z.literal('receive'), items: z.array(z.string()).min(1).optional() }),
]);
type Action = z.infer<typeof ActionSchema>;

/** SAP's additions to the control API: expiry of sessions and tokens, settings, and what people do with an order. */
export function controlRoutes(
  orders: Orders,
  settings: SapSettings,
  sessions: Sessions,
  tokens: AccessTokens,
): JsonRoutes {
  return {
    'POST /expire-sessions': () => sessions.expireAll(),
    'POST /expire-tokens': () => tokens.expireAll(),
    ...settings.routes,
    'POST /orders/{number}': ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const order = orders.get(number);
      if (!order) throw new HttpError(404, `There is no purchase order ${number}.`);
      orders.change(order, (copy) => perform(action, copy));
    },
  };
}

/** sap 36, 38. */
function perform(action: Action, order: Entity): void {
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') throw new HttpError(409, 'The order is deleted.');
  if (action.action === 'receive') {
    if (order.ReleaseIsNotCompleted) throw new HttpError(409, 'The order is not released.');
    for (const item of itemsToReceive(order, action.items)) {
      item.IsCompletelyDelivered = true;
      computeItem(item);
    }
    return;
  }
  if (order.PurchasingProcessingStatus !== PROCESSING.inRelease)
    throw new HttpError(409, 'The order is not in release.');
  const isReleased = action.action === 'release';
  order.PurchasingProcessingStatus = isReleased ? PROCESSING.released : PROCESSING.rejected;
  order.ReleaseIsNotCompleted = !isReleased;
}

function itemsToReceive(order: Entity, wanted: readonly string[] | undefined): Entity[] {
  const items = childrenOf(order, '_PurchaseOrderItem').filter(
    (item) => textOf(item, 'PurchasingDocumentDeletionCode') === '',
  );
  const unknown = wanted?.find((number) => !items.some((item) => textOf(item, 'PurchaseOrderItem') === number));
  if (unknown !== undefined) throw new HttpError(409, `The order has no item ${unknown}, or it is deleted.`);
  return items.filter((item) => wanted?.includes(textOf(item, 'PurchaseOrderItem')) ?? true);
}
