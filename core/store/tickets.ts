import { HubError } from '../domain/errors.ts';
import { type Ticket, TicketSchema } from '../domain/ticket.ts';
import { ENTITY } from './names.ts';
import { getItem, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** What ITSM tickets are about, in the partition that has a ticket's timeline. */

export function ticketPartition(orgId: string, ticketId: string): string {
  return `ORG#${orgId}#TICKET#${ticketId}`;
}
function ticketKey(orgId: string, ticketId: string) {
  return { pk: ticketPartition(orgId, ticketId), sk: 'TICKET' };
}

/** A ticket, strongly consistent; undefined when nobody has told of it. */
export async function findTicket(table: Table, orgId: string, id: string): Promise<Ticket | undefined> {
  const item = await getItem(table, ticketKey(orgId, id));
  return item && TicketSchema.parse(item);
}

/** As `findTicket`. Throws `ticket.not_found`, also for another organization's ticket. */
export async function loadTicket(table: Table, orgId: string, id: string): Promise<Ticket> {
  const ticket = await findTicket(table, orgId, id);
  if (!ticket) throw new HubError('ticket.not_found', `The hub knows nothing of ticket ${id}.`);
  return ticket;
}

export function saveTicket(ticket: Ticket): Write {
  return replaceItem({ ...ticketKey(ticket.org_id, ticket.id), entity: ENTITY.ticket, ...ticket });
}
