import { timelineOf } from '../../../core/domain/ticket-timeline.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { loadOrders } from '../../../core/store/purchase-orders.ts';
import { loadRequests } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';
import { queryTimeline } from '../../../core/store/ticket-timeline.ts';

/** What happened to the procurement requests of a ticket, and to their orders (procurement-api 25, 51, 81). */
export function getTicketTimeline(table: Table) {
  return defineRoute('GET /v1/erp/tickets/{id}/timeline', {
    roles: ROLES,
    async handle({ params: { id }, caller: { orgId } }) {
      const entries = await queryTimeline(table, orgId, id);
      const requests = await loadRequests(
        table,
        orgId,
        entries.map(({ procurement_id }) => procurement_id),
      );
      const orderIds = [...requests.values()].flatMap(({ purchase_order_id }) => purchase_order_id ?? []);
      const orders = await loadOrders(table, orgId, orderIds);
      return { status: 200, body: { ticket_id: id, data: timelineOf(entries, requests, orders) } };
    },
  });
}
