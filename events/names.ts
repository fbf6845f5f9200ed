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
  'procurement.request.ordered',
  'procurement.sync.retry_requested',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];
