import type { HubEvent } from '../../../events/event.ts';
import { unixSeconds } from '../../domain/time.ts';
import type { Job } from '../../pull/job.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The events of a pull's job: that it was requested, and that it is due, which notifies its consumer again. */
export function jobEvents(before: Job | undefined, after: Job): HubEvent[] {
  const { partner, scope } = after;
  const about = envelopeOf(ENTITY.erpSyncJob, { ...after, occurred_at: unixSeconds(after.queued_at) });
  const data = { partner, scope };
  if (!before) return [{ ...about('procurement.erp_sync.requested', [partner]), data }];
  if (before.notifications === after.notifications) return [];
  return [{ ...about('procurement.erp_sync.became_due', [partner]), data }];
}
