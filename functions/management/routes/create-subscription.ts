import { requireSafeUrl } from '../../../core/partners/addresses.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { newSubscriptionId } from '../../../core/runtime/ids.ts';
import { requirePlace, saveNewSubscription } from '../../../core/store/subscriptions.ts';
import { newSecret } from '../../../core/webhooks/signing-keys.ts';
import { newSubscription, viewSubscription } from '../../../core/webhooks/subscription.ts';
import { NewSubscriptionSchema } from '../subscription-input.ts';
import type { WebhookServices } from '../webhook-services.ts';

/**
 * Subscribes an endpoint to events and returns the secret that signs them, once (procurement-api 130, 131). A call that
 * fails after the secret is created leaves a secret that nothing names.
 */
export function createSubscription({ table, secrets, urls }: WebhookServices) {
  return defineRoute('POST /v1/subscriptions', {
    roles: ['procurement_admin'],
    body: NewSubscriptionSchema,
    async handle({ body: { event_types, description, ...body }, caller: { orgId }, nowMs }) {
      const { url } = body;
      await requireSafeUrl(url, urls);
      await requirePlace(table, orgId);
      const owner = { org_id: orgId, id: newSubscriptionId() };
      const secret = newSecret();
      const secret_version = await secrets.create(owner, [{ secret, until: null }]);
      const types = [...new Set(event_types)];
      const created = newSubscription({ ...owner, url, event_types: types, description, secret_version }, nowMs);
      const view = viewSubscription(created);
      return {
        status: 201,
        version: created.version,
        body: { ...view, secret },
        replayedBody: { ...view, secret: null },
        writes: saveNewSubscription(created),
      };
    },
  });
}
