import * as z from 'zod/mini';
import { decodeCursor, viewPage } from '../../../core/runtime/cursor.ts';
import { PAGE_QUERY } from '../../../core/runtime/http/page-query.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { queryDeliveries } from '../../../core/store/deliveries.ts';
import { loadSubscription } from '../../../core/store/subscriptions.ts';
import type { Table } from '../../../core/store/table.ts';
import { DELIVERY_ID, DELIVERY_STATES, viewDelivery } from '../../../core/webhooks/delivery.ts';

const QuerySchema = z.strictObject({ state: z.optional(z.enum(DELIVERY_STATES)), ...PAGE_QUERY });

/** A page of a subscription's deliveries, of the newest events first (procurement-api 138). */
export function listDeliveries(table: Table) {
  return defineRoute('GET /v1/subscriptions/{id}/deliveries', {
    roles: ['procurement_admin'],
    query: QuerySchema,
    async handle({ params: { id }, query: { state, limit, cursor }, caller: { orgId } }) {
      const scope = [orgId, id, state];
      const after = decodeCursor(scope, DELIVERY_ID, cursor);
      await loadSubscription(table, orgId, id);
      const { deliveries, next } = await queryDeliveries(table, { orgId, subscriptionId: id }, { state, limit, after });
      return { status: 200, body: viewPage(scope, deliveries.map(viewDelivery), next) };
    },
  });
}
