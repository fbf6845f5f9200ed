import type { HubEvent } from '../../../events/event.ts';
import { unixSeconds } from '../../domain/time.ts';
import { isSettled, type SyncRecord } from '../../sync/sync-record.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The events of a sync record: that it is due, which notifies its partner again, and that it is settled. */
export function syncEvents(before: SyncRecord | undefined, after: SyncRecord): HubEvent[] {
  const { partner, flow, subject_entity, subject_id, state } = after;
  const sync = { partner, flow, subject_entity, subject_id };
  const about = envelopeOf(ENTITY.syncRecord, {
    ...after,
    id: after.job_id,
    occurred_at: unixSeconds(after.updated_at),
  });
  const events: HubEvent[] = [];
  if (before && before.notifications !== after.notifications) {
    events.push({ ...about('procurement.sync.became_due', [partner]), data: sync });
  }
  const isNewlySettled = before && !isSettled(before) && isSettled(after);
  if (isNewlySettled && (state === 'synced' || state === 'failed' || state === 'unknown')) {
    const document_id = after.partner_document_id;
    events.push({ ...about('procurement.sync.settled'), data: { ...sync, status: state, document_id } });
  }
  return events;
}
