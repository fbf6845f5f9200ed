import * as z from 'zod/mini';
import { HubError } from '../../../core/domain/errors.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadDelivery, saveDelivery } from '../../../core/store/deliveries.ts';
import { loadSubscription } from '../../../core/store/subscriptions.ts';
import type { Table } from '../../../core/store/table.ts';
import { redeliveryRequested, viewDelivery } from '../../../core/webhooks/delivery.ts';

/** Delivers once more, whatever became of the delivery, with the same webhook-id and body (procurement-api 139). */
export function redeliver(table: Table) {
  return defineRoute('POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver', {
    roles: ['procurement_admin'],
    body: z.strictObject({}),
    async handle({ params: { id, delivery_id }, caller: { orgId }, nowMs }) {
      const { state } = await loadSubscription(table, orgId, id);
      const delivery = await loadDelivery(table, orgId, id, delivery_id);
      if (state === 'disabled')
        throw new HubError('subscription.disabled', `Subscription ${id} is disabled: enable it.`);
      if (delivery.lease_until > nowMs) {
        throw new HubError('delivery.in_progress', `An attempt of ${delivery_id} is under way: read it in a moment.`);
      }
      const next = redeliveryRequested(delivery, nowMs);
      return { status: 202, body: viewDelivery(next), writes: [saveDelivery(delivery, next)] };
    },
  });
}
