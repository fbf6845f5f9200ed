import { defineRoute } from '../../../core/runtime/http/route.ts';
import { deleteSubscription as deleteItem, loadSubscription } from '../../../core/store/subscriptions.ts';
import type { WebhookServices } from '../webhook-services.ts';

/**
 * Deletes a subscription and its secret (procurement-api 132). The secret goes first: a call that fails then can be
 * repeated, and leaves no secret behind.
 */
export function deleteSubscription({ table, secrets }: Pick<WebhookServices, 'table' | 'secrets'>) {
  return defineRoute('DELETE /v1/subscriptions/{id}', {
    roles: ['procurement_admin'],
    async handle({ params: { id }, caller: { orgId } }) {
      const subscription = await loadSubscription(table, orgId, id);
      await secrets.delete(subscription);
      return { status: 200, body: { id, deleted: true }, writes: deleteItem(subscription) };
    },
  });
}
