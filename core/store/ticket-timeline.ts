import * as z from 'zod';
import type { ProcurementRequest } from '../domain/procurement-request.ts';
import { queryAll, type Table, type Write } from './table.ts';

/** The timeline of an ITSM ticket: what the hub did for it, oldest first, in a partition per ticket. */

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

/** The entry of a new request that was made for a ticket; none for one that was not. */
export function addToTimeline({ id, org_id, ticket_id, requester_id, created_at }: ProcurementRequest): Write[] {
  if (ticket_id === null) return [];
  const entry: TimelineEntry = {
    ticket_id,
    action: 'procurement_requested',
    procurement_id: id,
    by: requester_id,
    at: created_at,
  };
  const Item = {
    pk: partition(org_id, ticket_id),
    sk: `${created_at}#${id}`,
    entity: 'ticket_timeline_entry',
    ...entry,
  };
  return [{ put: { Item }, onConditionFailed: () => new Error('An unconditional write was refused.') }];
}

export async function listTimeline(table: Table, orgId: string, ticketId: string): Promise<TimelineEntry[]> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': partition(orgId, ticketId) },
    ConsistentRead: true,
  });
  return items.map((item) => TimelineEntrySchema.parse(item));
}
