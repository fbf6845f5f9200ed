import * as z from 'zod';
import { Count, Name, PartnerName, UnixSeconds } from './common.ts';
import { IntegrationStatus } from './integrations.ts';
import { subscriptionState } from './subscriptions.ts';

const integrationHealth = {
  partner: PartnerName,
  status: IntegrationStatus,
  reason: Name.nullable(),
  breaker: z.enum(['closed', 'open', 'half_open']),
  backlog: Count,
  oldest_age_seconds: Count,
  rate_per_second: z.number().nullable(),
  in_flight: Count,
  last_success_at: UnixSeconds.nullable(),
};

export const IntegrationHealth = z.strictObject(integrationHealth).meta({ id: 'IntegrationHealth' });

export const Health = z.strictObject({
  status: IntegrationStatus,
  needs_attention: Count,
  integrations: z.array(z.strictObject({ ...integrationHealth, needs_attention: Count })),
  subscriptions: z.array(z.strictObject({ id: Name, ...subscriptionState })),
});
