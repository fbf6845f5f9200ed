import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadSubscription } from '../../../core/store/subscriptions.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSubscription } from '../../../core/webhooks/subscription.ts';

/** A subscription without its secret (procurement-api 132). */
export function getSubscription(table: Table) {
  return defineRoute('GET /v1/subscriptions/{id}', {
    roles: ['procurement_admin'],
    async handle({ params: { id }, caller: { orgId } }) {
      const subscription = await loadSubscription(table, orgId, id);
      return { status: 200, body: viewSubscription(subscription), version: subscription.version };
    },
  });
}
