import { newTicket, TicketIdSchema, TicketInputSchema } from '../../../core/domain/ticket.ts';
import { ROLES } from '../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../core/runtime/http/route.ts';
import { parseInput } from '../../../core/runtime/parse-input.ts';
import { loadCostCenter } from '../../../core/store/organizations.ts';
import type { Table } from '../../../core/store/table.ts';
import { saveTicket } from '../../../core/store/tickets.ts';

/** Says what a ticket is about; requests for it take from it what they leave out (procurement-api 79). */
export function putTicket(table: Table) {
  return defineRoute('PUT /v1/erp/tickets/{id}', {
    roles: ROLES,
    body: TicketInputSchema,
    async handle({ body, params, caller: { orgId }, now, nowMs }) {
      const { id } = parseInput(TicketIdSchema, params);
      if (body.cost_center) await loadCostCenter(table, orgId, body.cost_center, nowMs);
      const ticket = newTicket(body, { id, orgId, now });
      return { status: 200, body: ticket, writes: [saveTicket(ticket)] };
    },
  });
}
