import * as z from 'zod';
import type { EVENT_TYPES } from './names.ts';

/**
 * The event catalog: past-tense facts, versioned, that carry ids and never texts, secrets or personal data. An event is
 * a notification: consumers load the subject's current state.
 */

const SubjectSchema = z.object({
  entity: z.enum(['procurement_request', 'sync_record']),
  id: z.string().min(1),
  /** The subject's version after the change; later events of a subject have higher ones. */
  version: z.int().min(1),
});

const envelope = {
  /** Derived from subject, version and type, so that a repeated stream record gives the same event. */
  event_id: z.string().min(1),
  schema_version: z.literal(1),
  /** Unix seconds. */
  occurred_at: z.int().min(0),
  org_id: z.string().min(1),
  subject: SubjectSchema,
  /** The partners that act on the event; each partner's rule matches on this. */
  destinations: z.array(z.string().min(1)),
};

function event<const Type extends (typeof EVENT_TYPES)[number], Data extends z.ZodRawShape>(type: Type, data: Data) {
  return z.object({ ...envelope, event_type: z.literal(type), data: z.object(data) });
}

/** Every event, discriminated by its type. */
export const HubEventSchema = z.discriminatedUnion('event_type', [
  event('procurement.request.created', { status: z.enum(['draft', 'pending_approval']) }),
  event('procurement.request.updated', { status: z.enum(['draft', 'pending_approval']) }),
  event('procurement.request.submitted', { approver_id: z.string().min(1) }),
  event('procurement.request.approved', {
    cost_center: z.string().min(1),
    /** Minor units of `currency`. */
    total_minor: z.int().min(0),
    currency: z.string().length(3),
  }),
  event('procurement.request.rejected', { requester_id: z.string().min(1) }),
  event('procurement.request.ordered', { erp_po_number: z.string().min(1) }),
  event('procurement.sync.retry_requested', { partner: z.string().min(1), request_id: z.string().min(1) }),
]);
export type HubEvent = z.infer<typeof HubEventSchema>;

/** The procurement request that an event is about. */
export function requestIdOf(event: HubEvent): string {
  return event.event_type === 'procurement.sync.retry_requested' ? event.data.request_id : event.subject.id;
}
