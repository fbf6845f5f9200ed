import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import type { Table } from '../../../core/store/table.ts';
import { loadTicket } from '../../../core/store/tickets.ts';

/** What a ticket is about (procurement-api 79). */
export function getTicket(table: Table) {
  return defineRoute('GET /v1/erp/tickets/{id}', {
    roles: ROLES,
    async handle({ params: { id }, caller }) {
      return { status: 200, body: await loadTicket(table, caller.orgId, id) };
    },
  });
}
