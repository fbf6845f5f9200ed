import * as z from 'zod/mini';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import type { TimelineEntry } from '../domain/ticket-timeline.ts';
import { ENTITY } from './names.ts';
import { queryAll, type Table } from './table.ts';
import { ticketPartition } from './tickets.ts';
import { replaceItem, type Write } from './write.ts';

/** The requests of an ITSM ticket (procurement-api 25, 51): an entry each in the ticket's partition, oldest first. */

const TimelineEntrySchema = z.object({
  ticket_id: z.string(),
  action: z.literal('procurement_requested'),
  procurement_id: z.string(),
  by: z.string(),
  at: z.int(),
});

/** The first entry of a new request; none for a request without a ticket. */
export function saveTimelineEntry({ id, org_id, ticket_id, requester_id, created_at }: ProcurementRequest): Write[] {
  if (ticket_id === null) return [];
  const entry: TimelineEntry = {
    ticket_id,
    action: 'procurement_requested',
    procurement_id: id,
    by: requester_id,
    at: created_at,
  };
  const key = { pk: ticketPartition(org_id, ticket_id), sk: `${created_at}#${id}` };
  return [replaceItem({ ...key, entity: ENTITY.ticketTimelineEntry, ...entry })];
}

/** That requests were created for the ticket, oldest first. */
export async function queryTimeline(table: Table, orgId: string, ticketId: string): Promise<TimelineEntry[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': ticketPartition(orgId, ticketId) },
    ConsistentRead: true,
  });
  return items
    .filter(({ entity }) => entity === ENTITY.ticketTimelineEntry)
    .map((item) => TimelineEntrySchema.parse(item));
}
