import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { dateOf, round } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { PROCESSING } from './complete-order.ts';
import { computeItem } from './compute-item.ts';
import type { Orders } from './orders.ts';
import type { Sessions } from './sessions.ts';
import type { SapSettings } from './settings.ts';

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('release') }),
  z.strictObject({ action: z.literal('reject') }),
  /** Goods receipt of all that is open of the named items, or of all; or of quantities by item number. */
  z.strictObject({
    action: z.literal('receive'),
    items: z.array(z.string()).min(1).or(z.record(z.string(), z.number().positive())).optional(),
  }),
]);
type Action = z.infer<typeof ActionSchema>;

/** SAP's additions to the control API: expiry of sessions and tokens, settings, and what people do with an order. */
export function controlRoutes(
  orders: Orders,
  settings: SapSettings,
  sessions: Sessions,
  tokens: AccessTokens,
  clock: Clock,
): JsonRoutes {
  return {
    'POST /expire-sessions': () => sessions.expireAll(),
    'POST /expire-tokens': () => tokens.expireAll(),
    ...settings.routes,
    'POST /orders/{number}': ({ params: { number = '' }, body }) => {
      const action = parseBody(ActionSchema, body);
      const order = orders.get(number);
      if (!order) throw new HttpError(404, `There is no purchase order ${number}.`);
      orders.change(order, (copy) => perform(action, copy, clock()));
    },
  };
}

/** sap 36, 38. */
function perform(action: Action, order: Entity, now: number): void {
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') throw new HttpError(409, 'The order is deleted.');
  if (action.action === 'receive') {
    if (order.ReleaseIsNotCompleted) throw new HttpError(409, 'The order is not released.');
    for (const item of itemsToReceive(order, action.items)) receiveItem(item, action.items, now);
    return;
  }
  if (order.PurchasingProcessingStatus !== PROCESSING.inRelease)
    throw new HttpError(409, 'The order is not in release.');
  const isReleased = action.action === 'release';
  order.PurchasingProcessingStatus = isReleased ? PROCESSING.released : PROCESSING.rejected;
  order.ReleaseIsNotCompleted = !isReleased;
}

type Wanted = Extract<Action, { action: 'receive' }>['items'];

function itemsToReceive(order: Entity, wanted: Wanted): Entity[] {
  const items = childrenOf(order, '_PurchaseOrderItem').filter(
    (item) => textOf(item, 'PurchasingDocumentDeletionCode') === '',
  );
  const named = Array.isArray(wanted) ? wanted : wanted && Object.keys(wanted);
  const unknown = named?.find((number) => !items.some((item) => textOf(item, 'PurchaseOrderItem') === number));
  if (unknown !== undefined) throw new HttpError(409, `The order has no item ${unknown}, or it is deleted.`);
  return items.filter((item) => named?.includes(textOf(item, 'PurchaseOrderItem')) ?? true);
}

/** sap 38, 67. */
function receiveItem(item: Entity, wanted: Wanted, now: number): void {
  const number = textOf(item, 'PurchaseOrderItem');
  const ordered = numberOf(item, 'OrderQuantity');
  const before = numberOf(item, 'ReceivedQuantity');
  const quantity = wanted === undefined || Array.isArray(wanted) ? undefined : wanted[number];
  const received = quantity === undefined ? Math.max(ordered, before) : round(before + quantity, 3);
  if (received > ordered && quantity !== undefined) throw new HttpError(409, `Item ${number} has less to receive.`);
  Object.assign(item, { ReceivedQuantity: received, ReceiptDate: dateOf(now) });
  if (received >= ordered) item.IsCompletelyDelivered = true;
  computeItem(item);
}
