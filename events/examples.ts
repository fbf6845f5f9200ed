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
const approved = example('procurement.request.approved', 3, {
  cost_center: 'CC-IT-EUS',
  total_minor: 170_800,
  currency: 'USD',
});
const rejected = example('procurement.request.rejected', 3, { requester_id: 'usr_7nLsW8kF9xYt' });
const ordered = example('procurement.request.ordered', 4, { erp_po_number: 'PO-4500012847' });
const received = example('procurement.request.received', 5, { requester_id: 'usr_7nLsW8kF9xYt' });
const cancelled = example('procurement.request.cancelled', 5, { requester_id: 'usr_7nLsW8kF9xYt' });

function orderExample(type: EventType, version: number, data: Readonly<Record<string, unknown>>, ...to: string[]) {
  const id = 'po_2kNpL7mS9wYrQ4';
  return {
    ...example(type, version, { request_id: 'proc_9xKpQ2mR4wVbN3', ...data }, to),
    event_id: `purchase_order:${id}:${version}:${type}`,
    subject: { entity: 'purchase_order', id, version },
  };
}
const orderCreated = orderExample('procurement.order.created', 1, { revision: 1 }, 'sap');
const orderChanged = orderExample('procurement.order.changed', 3, { revision: 2 }, 'sap');
const orderCancelled = orderExample('procurement.order.cancelled', 4, { revision: 3 }, 'sap');
const orderNumbered = orderExample('procurement.order.numbered', 2, { erp_po_number: 'PO-4500012847' });
const orderReceived = orderExample('procurement.order.received', 5, { status: 'partially_received' });
const orderAcknowledged = orderExample('procurement.order.acknowledged', 3, {
  supplier_id: 'SUP-1001',
  answer: 'confirmed',
});
const orderShipped = orderExample('procurement.order.shipped', 4, {
  supplier_id: 'SUP-1001',
  supplier_shipment_number: 'SHP-20012',
});
const orderInvoiced = orderExample('procurement.order.invoiced', 5, {
  supplier_id: 'SUP-1001',
  supplier_invoice_number: 'INV-3301',
});
const orderMatched = orderExample('procurement.order.matched', 6, { invoice_state: 'invoice_confirmed' });

const catalogImported = {
  ...example('procurement.catalog.imported', 1, {
    supplier_id: 'SUP-123456',
    third_party_import_id: 'DELL1234567',
    changed: 998,
    failed: 2,
  }),
  event_id: 'supplier_document:imp_7kRtW3nQ8mVx:0:1:procurement.catalog.imported',
  subject: { entity: 'supplier_document', id: 'imp_7kRtW3nQ8mVx:0', version: 1 },
};

function productExample(type: EventType, data: Readonly<Record<string, unknown>>) {
  const id = 'SUP-123456#55788741';
  return {
    ...example(type, 3, { supplier_id: 'SUP-123456', sku: '55788741', ...data }),
    event_id: `supplier_product:org_5jHtK4pR8uWn:${id}:3:${type}`,
    subject: { entity: 'supplier_product', id, version: 3 },
  };
}
const priceChanged = productExample('procurement.product.price_changed', { price_minor: 45_600, currency: 'USD' });

function syncExample(type: EventType, data: Readonly<Record<string, unknown>>, ...to: string[]) {
  const sync = {
    partner: 'sap',
    flow: 'order',
    subject_entity: 'purchase_order',
    subject_id: 'po_2kNpL7mS9wYrQ4',
  };
  return {
    ...example(type, 4, { ...sync, ...data }, to),
    event_id: `sync_record:sync_8mWqR3nT5vXp:4:${type}`,
    subject: { entity: 'sync_record', id: 'sync_8mWqR3nT5vXp', version: 4 },
  };
}
const becameDue = syncExample('procurement.sync.became_due', {}, 'sap');
const settled = syncExample('procurement.sync.settled', { status: 'synced', document_id: '4500012847' });

const integrationResumed = {
  ...example('procurement.integration.resumed', 9, { partner: 'sap' }),
  event_id: 'integration_state:org_5jHtK4pR8uWn:sap:9:procurement.integration.resumed',
  subject: { entity: 'integration_state', id: 'sap', version: 9 },
};

function jobExample(type: EventType, version: number) {
  const id = 'sync_4kPmN8rT2wXq';
  return {
    ...example(type, version, { partner: 'sap', scope: 'full' }, ['sap']),
    event_id: `erp_sync_job:${id}:${version}:${type}`,
    subject: { entity: 'erp_sync_job', id, version },
  };
}
const syncRequested = jobExample('procurement.erp_sync.requested', 1);
const syncBecameDue = jobExample('procurement.erp_sync.became_due', 7);
const subscriptionDisabled = {
  ...example('procurement.subscription.disabled', 3, { reason: 'failing' }),
  event_id: 'subscription:sub_4kTnW8rQ2mVx:3:procurement.subscription.disabled',
  subject: { entity: 'subscription', id: 'sub_4kTnW8rQ2mVx', version: 3 },
};
const DELIVERY = 'dlv_17087331007f3c1a9be2d4508c6f1e';
const deliveryBecameDue = {
  ...example('procurement.delivery.became_due', 4, { subscription_id: 'sub_4kTnW8rQ2mVx' }),
  event_id: `delivery:${DELIVERY}:4:procurement.delivery.became_due`,
  subject: { entity: 'delivery', id: DELIVERY, version: 4 },
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
  'procurement.request.received': { good: received, bad: { ...received, occurred_at: -1 }, because: 'occurred_at' },
  'procurement.request.cancelled': { good: cancelled, bad: { ...cancelled, data: {} }, because: 'data.requester_id' },
  'procurement.order.created': {
    good: orderCreated,
    bad: { ...orderCreated, data: { ...orderCreated.data, revision: 0 } },
    because: 'data.revision',
  },
  'procurement.order.changed': {
    good: orderChanged,
    bad: { ...orderChanged, subject: { ...orderChanged.subject, entity: 'order' } },
    because: 'subject.entity',
  },
  'procurement.order.cancelled': {
    good: orderCancelled,
    bad: { ...orderCancelled, data: { ...orderCancelled.data, request_id: '' } },
    because: 'data.request_id',
  },
  'procurement.order.numbered': {
    good: orderNumbered,
    bad: { ...orderNumbered, data: { request_id: null } },
    because: 'data.erp_po_number',
  },
  'procurement.order.received': {
    good: orderReceived,
    bad: { ...orderReceived, data: { ...orderReceived.data, status: 'lost' } },
    because: 'data.status',
  },
  'procurement.catalog.imported': {
    good: catalogImported,
    bad: { ...catalogImported, data: { ...catalogImported.data, changed: 0 } },
    because: 'data.changed',
  },
  'procurement.product.price_changed': {
    good: priceChanged,
    bad: { ...priceChanged, data: { ...priceChanged.data, price_minor: 4.56 } },
    because: 'data.price_minor',
  },
  'procurement.order.acknowledged': {
    good: orderAcknowledged,
    bad: { ...orderAcknowledged, data: { ...orderAcknowledged.data, answer: 'CONFIRMED' } },
    because: 'data.answer',
  },
  'procurement.order.shipped': {
    good: orderShipped,
    bad: { ...orderShipped, data: { ...orderShipped.data, supplier_id: '' } },
    because: 'data.supplier_id',
  },
  'procurement.order.invoiced': {
    good: orderInvoiced,
    bad: { ...orderInvoiced, data: { request_id: null, supplier_id: 'SUP-1001' } },
    because: 'data.supplier_invoice_number',
  },
  'procurement.order.matched': {
    good: orderMatched,
    bad: { ...orderMatched, data: { ...orderMatched.data, invoice_state: null } },
    because: 'data.invoice_state',
  },
  'procurement.sync.became_due': {
    good: becameDue,
    bad: { ...becameDue, destinations: [''] },
    because: 'destinations.0',
  },
  'procurement.sync.settled': {
    good: settled,
    bad: { ...settled, data: { ...settled.data, status: 'pending' } },
    because: 'data.status',
  },
  'procurement.integration.resumed': {
    good: integrationResumed,
    bad: { ...integrationResumed, data: {} },
    because: 'data.partner',
  },
  'procurement.erp_sync.requested': {
    good: syncRequested,
    bad: { ...syncRequested, data: { ...syncRequested.data, scope: 'invoices' } },
    because: 'data.scope',
  },
  'procurement.erp_sync.became_due': {
    good: syncBecameDue,
    bad: { ...syncBecameDue, data: { scope: 'full' } },
    because: 'data.partner',
  },
  'procurement.subscription.disabled': {
    good: subscriptionDisabled,
    bad: { ...subscriptionDisabled, data: { reason: 'unknown' } },
    because: 'data.reason',
  },
  'procurement.delivery.became_due': {
    good: deliveryBecameDue,
    bad: { ...deliveryBecameDue, data: {} },
    because: 'data.subscription_id',
  },
};
