import { ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import type { Table } from '../../../core/store/table.ts';
import { listTimeline } from '../../../core/store/ticket-timeline.ts';

/** `GET /v1/erp/tickets/{id}/timeline`: the procurement that was asked for from a ticket's context. */
export function getTicketTimeline(table: Table) {
  return defineRoute({
    roles: ROLES,
    async handle({ params: { id = '' }, caller }) {
      return { status: 200, body: { ticket_id: id, data: await listTimeline(table, caller.orgId, id) } };
    },
  });
}
