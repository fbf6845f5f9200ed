import type { CreateRequest } from '../../core/domain/request-input.ts';
import { type Charge, chargeOf } from '../../core/domain/ticket.ts';
import type { Caller } from '../../core/runtime/http/caller.ts';
import { findPerson } from '../../core/store/organizations.ts';
import type { Table } from '../../core/store/table.ts';
import { findTicket } from '../../core/store/tickets.ts';

/** What a new request is charged to, with what its ticket and the ticket's requester have for what it leaves out (procurement-api 80). */
export async function loadCharge(
  table: Table,
  input: CreateRequest,
  { orgId, userId }: Caller,
  nowMs: number,
): Promise<Charge> {
  const { ticket_id, cost_center, budget_code, project } = input;
  const isComplete = [cost_center, budget_code, project].every((field) => field !== undefined);
  if (!ticket_id || isComplete) return chargeOf(input, undefined, undefined);
  const ticket = await findTicket(table, orgId, ticket_id);
  const needsPerson = !(cost_center ?? ticket?.cost_center) || (budget_code ?? ticket?.budget_code) == null;
  const person = needsPerson ? await findPerson(table, orgId, ticket?.requester_id ?? userId, nowMs) : undefined;
  return chargeOf(input, ticket, person);
}
