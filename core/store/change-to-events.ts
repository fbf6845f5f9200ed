import type { HubEvent } from '../../events/event.ts';
import type { EventType } from '../../events/names.ts';
import { type ProcurementRequest, totalMinor } from '../domain/procurement-request.ts';
import type { SyncRecord } from '../sync/sync-record.ts';
import { ENTITY } from './names.ts';
import { requestFromItem } from './requests.ts';
import { syncRecordFromItem } from './sync-records.ts';

type Item = Readonly<Record<string, unknown>>;

/** The events of a change, from an item's images before and after it: one pure function per entity. */
export function changeToEvents(before: Item | undefined, after: Item | undefined): HubEvent[] {
  switch (after?.entity) {
    case ENTITY.procurementRequest:
      return requestEvents(before && requestFromItem(before), requestFromItem(after));
    case ENTITY.syncRecord:
      return syncEvents(before && syncRecordFromItem(before), syncRecordFromItem(after));
    default:
      return [];
  }
}

function requestEvents(before: ProcurementRequest | undefined, after: ProcurementRequest): HubEvent[] {
  const about = <Type extends EventType>(event_type: Type) => ({
    event_id: `${ENTITY.procurementRequest}:${after.id}:${after.version}:${event_type}`,
    event_type,
    schema_version: 1 as const,
    occurred_at: after.updated_at,
    org_id: after.org_id,
    subject: { entity: ENTITY.procurementRequest, id: after.id, version: after.version },
    destinations: after.destinations,
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
    case 'cancelled':
      events.push({ ...about('procurement.request.rejected'), data: { requester_id: after.requester_id } });
      break;
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

function syncEvents(before: SyncRecord | undefined, after: SyncRecord): HubEvent[] {
  if (!before || before.retries === after.retries) return [];
  const event_type = 'procurement.sync.retry_requested';
  return [
    {
      event_id: `${ENTITY.syncRecord}:${after.job_id}:${after.retries}:${event_type}`,
      event_type,
      schema_version: 1,
      occurred_at: Math.floor(after.updated_at / 1000),
      org_id: after.org_id,
      subject: { entity: ENTITY.syncRecord, id: after.job_id, version: after.retries },
      destinations: [after.partner],
      data: { partner: after.partner, request_id: after.request_id },
    },
  ];
}
