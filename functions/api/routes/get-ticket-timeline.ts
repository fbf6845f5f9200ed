import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { queryTimeline } from '../../../core/store/ticket-timeline.ts';

/** The procurement requests of a ticket (procurement-api 25, 51). */
export function getTicketTimeline(table: Table) {
  return defineRoute('GET /v1/erp/tickets/{id}/timeline', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      return { status: 200, body: { ticket_id: id, data: await queryTimeline(table, caller.orgId, id) } };
    },
  });
}
