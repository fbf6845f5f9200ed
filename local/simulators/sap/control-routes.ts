/** What a test can make happen inside SAP: expiry of sessions and tokens, and the work of people on an order. */
import * as z from 'zod';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { PROCESSING } from './complete-order.ts';
import { computeItem } from './compute-item.ts';
import { childrenOf, type Entity, textOf } from './entity.ts';
import type { Logon } from './logon.ts';
import type { Orders } from './orders.ts';
import type { Sessions } from './sessions.ts';
import { type Settings, SettingsChangeSchema } from './settings.ts';

const ActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('release') }),
  z.strictObject({ action: z.literal('reject') }),
  /** Goods receipt of the named items, or of all. */
  z.strictObject({ action: z.literal('receive'), items: z.array(z.string()).min(1).optional() }),
]);

type Action = z.infer<typeof ActionSchema>;

export function controlRoutes(orders: Orders, settings: Settings, sessions: Sessions, logon: Logon): JsonRoutes {
  return {
    'POST /expire-sessions': () => sessions.expire(),
    'POST /expire-tokens': () => logon.expireTokens(),
    'POST /settings': ({ body }) => settings.change(parseBody(SettingsChangeSchema, body)),
    'POST /orders/{po}': ({ params, body }) => {
      const action = parseBody(ActionSchema, body);
      const order = orders.get(params.po ?? '');
      if (!order) throw new HttpError(404, `There is no purchase order ${params.po}.`);
      orders.change(order, (copy) => perform(action, copy));
    },
  };
}

/** Facts 1.5: 03 in release, 05 release completed, 08 rejected; a goods receipt sets `IsCompletelyDelivered`. */
function perform(action: Action, order: Entity): void {
  const inRelease = order.values.PurchasingProcessingStatus === PROCESSING.inRelease;
  if (textOf(order, 'PurchaseOrderDeletionCode') !== '') throw new HttpError(409, 'The order is deleted.');
  switch (action.action) {
    case 'release':
      if (!inRelease) throw new HttpError(409, 'The order is not in release.');
      order.values.PurchasingProcessingStatus = PROCESSING.released;
      order.values.ReleaseIsNotCompleted = false;
      return;
    case 'reject':
      if (!inRelease) throw new HttpError(409, 'The order is not in release.');
      order.values.PurchasingProcessingStatus = PROCESSING.rejected;
      return;
    case 'receive':
      if (order.values.ReleaseIsNotCompleted) throw new HttpError(409, 'The order is not released.');
      for (const item of itemsToReceive(order, action.items)) {
        item.values.IsCompletelyDelivered = true;
        computeItem(item);
      }
  }
}

function itemsToReceive(order: Entity, wanted: readonly string[] | undefined): Entity[] {
  const live = childrenOf(order, '_PurchaseOrderItem').filter(
    (item) => textOf(item, 'PurchasingDocumentDeletionCode') === '',
  );
  const unknown = wanted?.find((number) => !live.some((item) => textOf(item, 'PurchaseOrderItem') === number));
  if (unknown !== undefined) throw new HttpError(409, `The order has no live item ${unknown}.`);
  return live.filter((item) => wanted?.includes(textOf(item, 'PurchaseOrderItem')) ?? true);
}
