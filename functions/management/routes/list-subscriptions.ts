import { defineRoute } from '../../../core/runtime/http/route.ts';
import { querySubscriptions } from '../../../core/store/subscriptions.ts';
import type { Table } from '../../../core/store/table.ts';
import { viewSubscription } from '../../../core/webhooks/subscription.ts';

/** The organization's subscriptions, the oldest first, without their secrets (procurement-api 132). */
export function listSubscriptions(table: Table) {
  return defineRoute('GET /v1/subscriptions', {
    roles: ['procurement_admin'],
    async handle({ caller: { orgId } }) {
      const subscriptions = await querySubscriptions(table, orgId);
      return { status: 200, body: { data: subscriptions.map(viewSubscription) } };
    },
  });
}
