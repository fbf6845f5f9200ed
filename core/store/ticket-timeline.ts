import * as z from 'zod/mini';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import { ENTITY } from './names.ts';
import { queryAll, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** The timeline of an ITSM ticket (procurement-api 25, 51): a partition per ticket, oldest entry first. */

const TimelineEntrySchema = z.object({
  ticket_id: z.string(),
  action: z.literal('procurement_requested'),
  procurement_id: z.string(),
  by: z.string(),
  at: z.int(),
});
export type TimelineEntry = z.infer<typeof TimelineEntrySchema>;

function partition(orgId: string, ticketId: string): string {
  return `ORG#${orgId}#TICKET#${ticketId}`;
}

/** The timeline entry of a new request; none for a request without a ticket. */
export function saveTimelineEntry({ id, org_id, ticket_id, requester_id, created_at }: ProcurementRequest): Write[] {
  if (ticket_id === null) return [];
  const entry: TimelineEntry = {
    ticket_id,
    action: 'procurement_requested',
    procurement_id: id,
    by: requester_id,
    at: created_at,
  };
  const key = { pk: partition(org_id, ticket_id), sk: `${created_at}#${id}` };
  return [replaceItem({ ...key, entity: ENTITY.ticketTimelineEntry, ...entry })];
}

export async function queryTimeline(table: Table, orgId: string, ticketId: string): Promise<TimelineEntry[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition(orgId, ticketId) },
    ConsistentRead: true,
  });
  return items.map((item) => TimelineEntrySchema.parse(item));
}
