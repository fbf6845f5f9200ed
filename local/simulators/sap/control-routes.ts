import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { dateOf, round } from '../formats.ts';
import type { Settings } from '../settings.ts';
import type { Clock } from '../simulator.ts';
import { computeItem, PROCESSING } from './complete-order.ts';
import type { Sessions } from './logon.ts';
import type { Orders } from './orders.ts';

/** How the system is customized. */
export const SapSettingsSchema = z.strictObject({
  /** New orders wait for release (status 03) instead of being active (02). */
  releaseRequired: z.boolean().default(false),
  /** The most rows of a list's page (sap 35). */
  pageSize: z.int().min(1).max(5000).default(100),
  tokenLifetimeSeconds: z.int().min(1).default(1800),
});
export type SapSettings = Settings<z.infer<typeof SapSettingsSchema>>;

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['release', 'reject']) }),
  /** Goods receipt of quantities by item number, or of all that is open. */
  z.strictObject({ action: z.literal('receive'), items: z.record(z.string(), z.number().positive()).optional() }),
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
    receive(order, action.items, dateOf(now));
    return;
  }
  if (order.PurchasingProcessingStatus !== PROCESSING.inRelease)
    throw new HttpError(409, 'The order is not in release.');
  const isReleased = action.action === 'release';
  order.PurchasingProcessingStatus = isReleased ? PROCESSING.released : PROCESSING.rejected;
  order.ReleaseIsNotCompleted = !isReleased;
}

/** sap 38, 67. */
function receive(order: Entity, wanted: Readonly<Record<string, number>> | undefined, today: string): void {
  const items = childrenOf(order, '_PurchaseOrderItem').filter((item) => !item.PurchasingDocumentDeletionCode);
  const unknown = Object.keys(wanted ?? {}).find((number) => items.every((item) => item.PurchaseOrderItem !== number));
  if (unknown !== undefined) throw new HttpError(409, `The order has no item ${unknown}, or it is deleted.`);
  for (const item of items) {
    const number = textOf(item, 'PurchaseOrderItem');
    const [ordered, before] = [numberOf(item, 'OrderQuantity'), numberOf(item, 'ReceivedQuantity')];
    const quantity = wanted === undefined ? Math.max(0, ordered - before) : (wanted[number] ?? 0);
    if (quantity === 0) continue;
    const received = round(before + quantity, 3);
    if (received > ordered) throw new HttpError(409, `Item ${number} has less to receive.`);
    Object.assign(item, { ReceivedQuantity: received, ReceiptDate: today });
    if (received === ordered) item.IsCompletelyDelivered = true;
    computeItem(item);
  }
}
