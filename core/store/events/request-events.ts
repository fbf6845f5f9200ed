import type { HubEvent } from '../../../events/event.ts';
import { type ProcurementRequest, totalMinor } from '../../domain/procurement-request.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The events of a procurement request: its creation, edits, and each new status. */
export function requestEvents(before: ProcurementRequest | undefined, after: ProcurementRequest): HubEvent[] {
  const about = envelopeOf(ENTITY.procurementRequest, { ...after, occurred_at: after.updated_at });
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
  // An ERP that takes goods back opens a received request again.
  if (before?.status === 'received' && status !== 'cancelled') return events;
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
    case 'received':
      events.push({ ...about('procurement.request.received'), data: { requester_id: after.requester_id } });
      break;
    case 'draft':
      break;
  }
  return events;
}
