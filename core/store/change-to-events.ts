import type { HubEvent } from '../../events/event.ts';
import type { EventType } from '../../events/names.ts';
import { type ProcurementRequest, totalMinor } from '../domain/procurement-request.ts';
import type { PurchaseOrder } from '../domain/purchase-order.ts';
import { isSettled, type SyncRecord } from '../sync/sync-record.ts';
import { integrationStateFromItem, type StoredIntegrationState } from './integration-states.ts';
import { ENTITY } from './names.ts';
import { orderFromItem } from './purchase-orders.ts';
import { requestFromItem } from './requests.ts';
import { syncRecordFromItem } from './sync-records.ts';

type Item = Readonly<Record<string, unknown>>;
type ChangeToEvents = (before: Item | undefined, after: Item) => HubEvent[];

/** How an entity's changes become events: one pure function each. An entity without one has no events. */
const REGISTRY: Readonly<Record<string, ChangeToEvents>> = {
  [ENTITY.procurementRequest]: entity(requestFromItem, requestEvents),
  [ENTITY.purchaseOrder]: entity(orderFromItem, orderEvents),
  [ENTITY.syncRecord]: entity(syncRecordFromItem, syncEvents),
  [ENTITY.integrationState]: entity(integrationStateFromItem, integrationEvents),
};

function entity<Value>(
  fromItem: (item: unknown) => Value,
  events: (before: Value | undefined, after: Value) => HubEvent[],
): ChangeToEvents {
  return (before, after) => events(before && fromItem(before), fromItem(after));
}

/** The events of a change, from an item's images before and after it. */
export function changeToEvents(before: Item | undefined, after: Item | undefined): HubEvent[] {
  const toEvents = after && Object.hasOwn(REGISTRY, String(after.entity)) && REGISTRY[String(after.entity)];
  return toEvents ? toEvents(before, after) : [];
}

function requestEvents(before: ProcurementRequest | undefined, after: ProcurementRequest): HubEvent[] {
  const about = <Type extends EventType>(event_type: Type) => ({
    event_id: `${ENTITY.procurementRequest}:${after.id}:${after.version}:${event_type}`,
    event_type,
    schema_version: 1 as const,
    occurred_at: after.updated_at,
    org_id: after.org_id,
    subject: { entity: ENTITY.procurementRequest, id: after.id, version: after.version },
    destinations: [],
  });
  const events: HubEvent[] = [];
  const { status } = after;
  if (!before && (status === 'draft' || status === 'pending_approval')) {
    events.push({ ...about('procurement.request.created'), data: { status } });
  }
  if (before?.status === status) {
    if (before.version !== after.version && (status === 'draft' || status === 'pending_approval')) {
      events.push({ ...about('procurement.request.updated'), data: { status } });
    }
    return events;
  }
  switch (status) {
    case 'pending_approval':
      events.push({ ...about('procurement.request.submitted'), data: { approver_id: after.approver_id } });
      break;
    case 'approved':
      events.push({
        ...about('procurement.request.approved'),
        data: { cost_center: after.cost_center, total_minor: totalMinor(after.items), currency: after.currency },
      });
      break;
    case 'cancelled': {
      const isRejected = after.approval_history.at(-1)?.action === 'rejected';
      const data = { requester_id: after.requester_id };
      events.push({ ...about(isRejected ? 'procurement.request.rejected' : 'procurement.request.cancelled'), data });
      break;
    }
    case 'ordered':
      events.push({
        ...about('procurement.request.ordered'),
        data: { erp_po_number: after.erp_po_number ?? after.id },
      });
      break;
    case 'draft':
    case 'received':
      break;
  }
  return events;
}

function orderEvents(before: PurchaseOrder | undefined, after: PurchaseOrder): HubEvent[] {
  const about = <Type extends EventType>(event_type: Type, destinations: string[]) => ({
    event_id: `${ENTITY.purchaseOrder}:${after.id}:${after.version}:${event_type}`,
    event_type,
    schema_version: 1 as const,
    occurred_at: after.updated_at,
    org_id: after.org_id,
    subject: { entity: ENTITY.purchaseOrder, id: after.id, version: after.version },
    destinations,
  });
  const { revision, destinations, erp_po_number } = after;
  const data = { request_id: after.request_id, revision };
  const events: HubEvent[] = [];
  if (!before) events.push({ ...about('procurement.order.created', destinations), data });
  else if (before.revision !== revision) {
    const isCancelled = after.status === 'cancelled';
    const type = isCancelled ? 'procurement.order.cancelled' : 'procurement.order.changed';
    events.push({ ...about(type, destinations), data });
  }
  if (erp_po_number !== null && before?.erp_po_number !== erp_po_number) {
    events.push({ ...about('procurement.order.numbered', []), data: { request_id: after.request_id, erp_po_number } });
  }
  return events;
}

function syncEvents(before: SyncRecord | undefined, after: SyncRecord): HubEvent[] {
  const { partner, flow, subject_entity, subject_id, state } = after;
  const sync = { partner, flow, subject_entity, subject_id };
  const about = <Type extends EventType>(event_type: Type, destinations: string[]) => ({
    event_id: `${ENTITY.syncRecord}:${after.job_id}:${after.version}:${event_type}`,
    event_type,
    schema_version: 1 as const,
    occurred_at: Math.floor(after.updated_at / 1000),
    org_id: after.org_id,
    subject: { entity: ENTITY.syncRecord, id: after.job_id, version: after.version },
    destinations,
  });
  const events: HubEvent[] = [];
  if (before && before.notifications !== after.notifications) {
    events.push({ ...about('procurement.sync.became_due', [partner]), data: sync });
  }
  if (
    before &&
    !isSettled(before) &&
    isSettled(after) &&
    (state === 'synced' || state === 'failed' || state === 'unknown')
  ) {
    const document_id = after.partner_document_id;
    events.push({ ...about('procurement.sync.settled', []), data: { ...sync, status: state, document_id } });
  }
  return events;
}

function integrationEvents(before: StoredIntegrationState | undefined, after: StoredIntegrationState): HubEvent[] {
  const { org_id, partner, resumed_at, version } = after;
  if (resumed_at === null || before?.resumed_at === resumed_at) return [];
  const event_type = 'procurement.integration.resumed';
  return [
    {
      event_id: `${ENTITY.integrationState}:${org_id}:${partner}:${version}:${event_type}`,
      event_type,
      schema_version: 1,
      occurred_at: Math.floor(resumed_at / 1000),
      org_id,
      subject: { entity: ENTITY.integrationState, id: partner, version },
      destinations: [],
      data: { partner },
    },
  ];
}
