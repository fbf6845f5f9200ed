import * as z from 'zod';
import type { Settings } from '../settings.ts';

export const CLIENT_CREDENTIALS_ENABLED = 'glide.oauth.inbound.client.credential.grant_type.enabled';

/** Properties of the instance, and what the sources leave open. */
export const ServiceNowSettingsSchema = z.strictObject({
  /** servicenow 28. */
  'glide.invalid_query.returns_no_rows': z.boolean().default(false),
  /** servicenow 5. */
  [CLIENT_CREDENTIALS_ENABLED]: z.boolean().default(true),
  /** What documents may name as their customer, besides the order's own (servicenow 44). */
  customerIds: z.array(z.string()).default(['ACME CORP', 'AB-1234323', 'Customer - A']),
  /** Of a synchronous response that names failures (servicenow 19). */
  failureStatus: z.int().min(200).max(599).default(200),
});
export type ServiceNowSettings = Settings<z.infer<typeof ServiceNowSettingsSchema>>;
