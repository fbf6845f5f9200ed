import * as z from 'zod/mini';
import type { EVENT_TYPES } from './names.ts';

/**
 * The event catalog: past-tense facts, versioned, that carry ids and never texts, secrets or personal data. An event is
 * a notification: consumers load the subject's current state.
 */

const SubjectSchema = z.object({
  entity: z.enum([
    'procurement_request',
    'purchase_order',
    'supplier_document',
    'supplier_product',
    'sync_record',
    'integration_state',
    'erp_sync_job',
    'subscription',
    'delivery',
  ]),
  id: z.string().check(z.minLength(1)),
  /** The subject's version after the change; later events of a subject have higher ones. */
  version: z.int().check(z.minimum(1)),
});

const envelope = {
  /** Derived from subject, version and type, so that a repeated stream record gives the same event. */
  event_id: z.string().check(z.minLength(1)),
  schema_version: z.literal(1),
  /** Unix seconds. */
  occurred_at: z.int().check(z.minimum(0)),
  org_id: z.string().check(z.minLength(1)),
  subject: SubjectSchema,
  /** The partners that act on the event; each partner's rule matches on this. */
  destinations: z.array(z.string().check(z.minLength(1))),
};

function event<const Type extends (typeof EVENT_TYPES)[number], Data extends z.core.$ZodShape>(type: Type, data: Data) {
  return z.object({ ...envelope, event_type: z.literal(type), data: z.object(data) });
}

const order = {
  /** The procurement request behind the order, if any. */
  request_id: z.nullable(z.string().check(z.minLength(1))),
  /** Of the order, after the change. */
  revision: z.int().check(z.minimum(1)),
};

/** A document of a supplier about an order. */
const supplied = { request_id: order.request_id, supplier_id: z.string().check(z.minLength(1)) };

/** The sync record's partner and flow, and what is synced. */
const sync = {
  partner: z.string().check(z.minLength(1)),
  flow: z.string().check(z.minLength(1)),
  subject_entity: z.literal('purchase_order'),
  subject_id: z.string().check(z.minLength(1)),
};

/** A supplier's product. */
const product = { supplier_id: z.string().check(z.minLength(1)), sku: z.string().check(z.minLength(1)) };

/** A job of a pull from an ERP. */
const erpSync = {
  partner: z.string().check(z.minLength(1)),
  scope: z.enum(['full', 'vendors', 'budgets', 'purchase_orders', 'catalogs']),
};

/** Every event, discriminated by its type. */
export const HubEventSchema = z.discriminatedUnion('event_type', [
  event('procurement.request.created', { status: z.enum(['draft', 'pending_approval']) }),
  event('procurement.request.updated', { status: z.enum(['draft', 'pending_approval']) }),
  event('procurement.request.submitted', { approver_id: z.string().check(z.minLength(1)) }),
  event('procurement.request.approved', {
    cost_center: z.string().check(z.minLength(1)),
    /** Minor units of `currency`. */
    total_minor: z.int().check(z.minimum(0)),
    currency: z.string().check(z.length(3)),
  }),
  event('procurement.request.rejected', { requester_id: z.string().check(z.minLength(1)) }),
  event('procurement.request.ordered', { erp_po_number: z.string().check(z.minLength(1)) }),
  event('procurement.request.received', { requester_id: z.string().check(z.minLength(1)) }),
  event('procurement.request.cancelled', { requester_id: z.string().check(z.minLength(1)) }),
  event('procurement.order.created', order),
  event('procurement.order.changed', order),
  event('procurement.order.cancelled', order),
  event('procurement.order.numbered', {
    request_id: order.request_id,
    erp_po_number: z.string().check(z.minLength(1)),
  }),
  event('procurement.order.received', {
    request_id: order.request_id,
    /** Of the order, after the receipt: an ERP may also take goods back. */
    status: z.enum(['pending_submission', 'ordered', 'partially_received', 'received', 'cancelled']),
  }),
  event('procurement.catalog.imported', {
    supplier_id: product.supplier_id,
    /** The supplier's name of the call. */
    third_party_import_id: z.nullable(z.string().check(z.minLength(1))),
    /** Products that it has changed, and those that could not be taken. */
    changed: z.int().check(z.minimum(1)),
    failed: z.int().check(z.minimum(0)),
  }),
  event('procurement.product.price_changed', {
    ...product,
    /** Of one unit, in minor units of `currency`. */
    price_minor: z.int().check(z.minimum(0)),
    currency: z.string().check(z.length(3)),
  }),
  event('procurement.order.acknowledged', { ...supplied, answer: z.enum(['confirmed', 'rejected']) }),
  event('procurement.order.shipped', { ...supplied, supplier_shipment_number: z.string() }),
  event('procurement.order.invoiced', { ...supplied, supplier_invoice_number: z.string() }),
  event('procurement.order.matched', {
    request_id: order.request_id,
    invoice_state: z.enum(['awaiting_delivery', 'invoice_confirmed', 'requires_review']),
  }),
  event('procurement.sync.became_due', sync),
  event('procurement.sync.settled', {
    ...sync,
    status: z.enum(['synced', 'failed', 'unknown']),
    document_id: z.nullable(z.string()),
  }),
  event('procurement.integration.resumed', { partner: sync.partner }),
  event('procurement.erp_sync.requested', erpSync),
  event('procurement.erp_sync.became_due', erpSync),
  event('procurement.subscription.disabled', { reason: z.enum(['failing', 'gone', 'person']) }),
  event('procurement.delivery.became_due', { subscription_id: z.string().check(z.minLength(1)) }),
]);
export type HubEvent = z.infer<typeof HubEventSchema>;

/** What partners are brought to the state of, after the event. */
export interface EventSubject {
  readonly entity: string;
  readonly id: string;
}

/** What a consumer loads: of a sync event, the subject behind the sync record. */
export function subjectOf(event: HubEvent): EventSubject {
  switch (event.event_type) {
    case 'procurement.sync.became_due':
    case 'procurement.sync.settled':
      return { entity: event.data.subject_entity, id: event.data.subject_id };
    default:
      return event.subject;
  }
}
