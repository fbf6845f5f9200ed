import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { type Entity, textOf } from '../entity.ts';
import type { Settings } from '../settings.ts';
import type { Clock } from '../simulator.ts';
import { PROCESSING } from './complete-order.ts';
import { type Postings, receive } from './goods-receipts.ts';
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
  postings: Postings,
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
      orders.change({ entity: order, root: order }, ({ root }) => perform(action, root, postings, clock()));
    },
  };
}

/** sap 36, 38. */
function perform(action: Action, order: Entity, postings: Postings, now: number): void {
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') throw new HttpError(409, 'The order is deleted.');
  if (action.action === 'receive') {
    if (order.ReleaseIsNotCompleted) throw new HttpError(409, 'The order is not released.');
    receive(order, action.items, postings, now);
    return;
  }
  if (order.PurchasingProcessingStatus !== PROCESSING.inRelease)
    throw new HttpError(409, 'The order is not in release.');
  const isReleased = action.action === 'release';
  order.PurchasingProcessingStatus = isReleased ? PROCESSING.released : PROCESSING.rejected;
  order.ReleaseIsNotCompleted = !isReleased;
}
