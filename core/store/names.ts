/** Names of the single table that the template and the store share. */

export const TABLE_KEYS = { partition: 'pk', sort: 'sk', ttl: 'expires_at' } as const;

/** Sparse, overloaded indexes. Their keys are `<index>pk` and `<index>sk`. */
export const TABLE_INDEXES = ['gsi1', 'gsi2', 'gsi3'] as const;
export type TableIndex = (typeof TABLE_INDEXES)[number];

/** Attributes that every index carries beside the keys: only immutable ones, as each change costs a write per index. */
export const INDEX_ATTRIBUTES = ['type'] as const;

export const ENTITY = {
  budget: 'budget',
  costCenter: 'cost_center',
  costEntry: 'cost_entry',
  erpSyncJob: 'erp_sync_job',
  delivery: 'delivery',
  idempotencyRecord: 'idempotency_record',
  importFailure: 'import_failure',
  integration: 'integration',
  integrationState: 'integration_state',
  invoice: 'invoice',
  mapping: 'mapping',
  orderAcknowledgement: 'order_acknowledgement',
  organization: 'organization',
  person: 'person',
  product: 'product',
  productModel: 'product_model',
  pullState: 'pull_state',
  procurementRequest: 'procurement_request',
  purchaseOrder: 'purchase_order',
  scheduleCursor: 'schedule_cursor',
  shipment: 'shipment',
  subscription: 'subscription',
  supplier: 'supplier',
  supplierCalls: 'supplier_calls',
  supplierDocument: 'supplier_document',
  supplierProduct: 'supplier_product',
  supplierProductDetail: 'supplier_product_detail',
  supplierVendor: 'supplier_vendor',
  syncJob: 'sync_job',
  syncRecord: 'sync_record',
  thirdPartyCategory: 'third_party_category',
  ticket: 'ticket',
  ticketTimelineEntry: 'ticket_timeline_entry',
  vendor: 'vendor',
} as const;

export type Entity = (typeof ENTITY)[keyof typeof ENTITY];

/** What an integration's state has as `notice` while it is resumed: its other changes have no events. */
export const RESUMED_NOTICE = 'resumed';

/** What a delivery has as `notice` while its consumer is to be notified: its other changes have no events. */
export const DUE_NOTICE = 'due';

/** The new images that can have events, as values of their attributes: the relay's stream filters, of which Lambda permits five. */
export const RELAYED_IMAGES: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    entity: [
      ENTITY.procurementRequest,
      ENTITY.purchaseOrder,
      ENTITY.orderAcknowledgement,
      ENTITY.shipment,
      ENTITY.invoice,
      ENTITY.supplierDocument,
    ],
  },
  { entity: [ENTITY.integrationState, ENTITY.delivery], notice: [RESUMED_NOTICE, DUE_NOTICE] },
  // Not what jobs at work save, nor sync records that only begin an attempt.
  {
    entity: [ENTITY.erpSyncJob, ENTITY.subscription, ENTITY.syncRecord],
    state: ['pending', 'waiting', 'synced', 'failed', 'unknown', 'disabled'],
  },
  // Not the thousand products of a catalog, which has one event, nor availability, which changes all day (ADR 15).
  { entity: [ENTITY.supplierProduct], last_change: ['price'] },
];
