import type { EventType } from './names.ts';

/** A valid and an invalid example of an event. A test parses the first and expects the second to fail at `because`. */
export interface EventExample {
  readonly good: Readonly<Record<string, unknown>>;
  readonly bad: Readonly<Record<string, unknown>>;
  /** The path of the invalid value. */
  readonly because: string;
}

function example(
  type: EventType,
  version: number,
  data: Readonly<Record<string, unknown>>,
  destinations: readonly string[] = [],
) {
  return {
    event_id: `procurement_request:proc_9xKpQ2mR4wVbN3:${version}:${type}`,
    event_type: type,
    schema_version: 1,
    occurred_at: 1708733100,
    org_id: 'org_5jHtK4pR8uWn',
    subject: { entity: 'procurement_request', id: 'proc_9xKpQ2mR4wVbN3', version },
    destinations,
    data,
  };
}

const created = example('procurement.request.created', 1, { status: 'pending_approval' });
const updated = example('procurement.request.updated', 2, { status: 'draft' });
const submitted = example('procurement.request.submitted', 2, { approver_id: 'usr_3kPmN8rT2wXq' });
const approved = example(
  'procurement.request.approved',
  3,
  { cost_center: 'CC-IT-EUS', total_minor: 170_800, currency: 'USD' },
  ['sap'],
);
const rejected = example('procurement.request.rejected', 3, { requester_id: 'usr_7nLsW8kF9xYt' });
const ordered = example('procurement.request.ordered', 4, { erp_po_number: 'PO-4500012847' });
const retryRequested = {
  ...example('procurement.sync.retry_requested', 1, { partner: 'sap', request_id: 'proc_9xKpQ2mR4wVbN3' }, ['sap']),
  event_id: 'sync_record:sync_8mWqR3nT5vXp:1:procurement.sync.retry_requested',
  subject: { entity: 'sync_record', id: 'sync_8mWqR3nT5vXp', version: 1 },
};

export const EVENT_EXAMPLES: Readonly<Record<EventType, EventExample>> = {
  'procurement.request.created': {
    good: created,
    bad: { ...created, data: { status: 'approved' } },
    because: 'data.status',
  },
  'procurement.request.updated': { good: updated, bad: { ...updated, schema_version: 2 }, because: 'schema_version' },
  'procurement.request.submitted': { good: submitted, bad: { ...submitted, data: {} }, because: 'data.approver_id' },
  'procurement.request.approved': {
    good: approved,
    bad: { ...approved, data: { ...approved.data, total_minor: 1708.5 } },
    because: 'data.total_minor',
  },
  'procurement.request.rejected': {
    good: rejected,
    bad: { ...rejected, subject: { ...rejected.subject, version: 0 } },
    because: 'subject.version',
  },
  'procurement.request.ordered': { good: ordered, bad: { ...ordered, org_id: '' }, because: 'org_id' },
  'procurement.sync.retry_requested': {
    good: retryRequested,
    bad: { ...retryRequested, destinations: [''] },
    because: 'destinations.0',
  },
};
