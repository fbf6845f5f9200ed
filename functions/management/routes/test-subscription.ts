import * as z from 'zod/mini';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { newTestMessageId } from '../../../core/runtime/ids.ts';
import { loadSubscription } from '../../../core/store/subscriptions.ts';
import { payloadOf, TEST_MESSAGE_TYPE } from '../../../core/webhooks/message.ts';
import type { WebhookServices } from '../webhook-services.ts';

/** Sends a test message, also of a disabled subscription, and tells what came back (procurement-api 134). */
export function testSubscription({ table, send }: Pick<WebhookServices, 'table' | 'send'>) {
  return defineRoute('POST /v1/subscriptions/{id}/test', {
    roles: ['procurement_admin'],
    body: z.strictObject({}),
    async handle({ params: { id }, caller: { orgId, userId }, now }) {
      const subscription = await loadSubscription(table, orgId, id);
      const event_id = newTestMessageId();
      const payload = payloadOf({
        event_id,
        event_type: TEST_MESSAGE_TYPE,
        occurred_at: now,
        org_id: orgId,
        subject: { entity: 'subscription', id, version: subscription.version },
        data: { requested_by: userId },
      });
      const { status, error } = await send(subscription, { id: event_id, payload });
      return { status: 200, body: { id, event_id, delivered: error === null, status, error } };
    },
  });
}
