/** Names that the template and the code share: the event source and the types of the catalog. */

/** `Source` of every event that the hub publishes. */
export const EVENT_SOURCE = 'procurement-hub';

/** `DetailType` of each event: a past-tense fact. */
export const EVENT_TYPES = [
  'procurement.request.created',
  'procurement.request.updated',
  'procurement.request.submitted',
  'procurement.request.approved',
  'procurement.request.rejected',
  'procurement.request.cancelled',
  'procurement.request.ordered',
  'procurement.request.received',
  'procurement.order.created',
  'procurement.order.changed',
  'procurement.order.cancelled',
  'procurement.order.numbered',
  'procurement.order.received',
  'procurement.catalog.imported',
  'procurement.product.price_changed',
  'procurement.order.acknowledged',
  'procurement.order.shipped',
  'procurement.order.invoiced',
  'procurement.order.matched',
  'procurement.sync.became_due',
  'procurement.sync.settled',
  'procurement.integration.resumed',
  'procurement.erp_sync.requested',
  'procurement.erp_sync.became_due',
  'procurement.subscription.disabled',
  'procurement.delivery.became_due',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/**
 * A type that only wakes the hub's own consumer, or one of which there are too many to notify organizations: suppliers change
 * prices all day.
 */
type InternalEventType = Extract<EventType, `${string}.became_due` | `${typeof PRODUCT_EVENTS}${string}`>;
const PRODUCT_EVENTS = 'procurement.product.';
export type PublicEventType = Exclude<EventType, InternalEventType>;

/** The event types that organizations can subscribe to. */
export const PUBLIC_EVENT_TYPES: readonly PublicEventType[] = EVENT_TYPES.filter(isPublicEventType);

export function isPublicEventType(type: EventType): type is PublicEventType {
  return !type.endsWith('.became_due') && !type.startsWith(PRODUCT_EVENTS);
}

/** The event types that bring a subject to its partners, by the subject's entity. */
export const SYNC_EVENT_TYPES = {
  purchase_order: [
    'procurement.order.created',
    'procurement.order.changed',
    'procurement.order.cancelled',
    'procurement.sync.became_due',
  ],
} as const satisfies Readonly<Record<string, readonly EventType[]>>;

/** The event types that bring the job of a pull to its consumer. */
export const PULL_EVENT_TYPES = [
  'procurement.erp_sync.requested',
  'procurement.erp_sync.became_due',
] as const satisfies readonly EventType[];
