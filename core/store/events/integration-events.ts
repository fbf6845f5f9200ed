import type { HubEvent } from '../../../events/event.ts';
import { unixSeconds } from '../../domain/time.ts';
import type { StoredIntegrationState } from '../integration-states.ts';
import { ENTITY } from '../names.ts';
import { envelopeOf } from './envelope.ts';

/** The event of an integration: a person has resumed it. */
export function integrationEvents(
  before: StoredIntegrationState | undefined,
  after: StoredIntegrationState,
): HubEvent[] {
  const { org_id, partner, resumed_at, version } = after;
  if (resumed_at === null || before?.resumed_at === resumed_at) return [];
  const subject = { org_id, id: partner, version, occurred_at: unixSeconds(resumed_at) };
  return [
    {
      ...envelopeOf(ENTITY.integrationState, subject)('procurement.integration.resumed'),
      // Another organization has an integration with this partner too.
      event_id: `${ENTITY.integrationState}:${org_id}:${partner}:${version}:procurement.integration.resumed`,
      data: { partner },
    },
  ];
}
