import * as z from 'zod';
import type { Settings } from '../settings.ts';

export const CLIENT_CREDENTIALS_ENABLED = 'glide.oauth.inbound.client.credential.grant_type.enabled';

/** Properties of the instance, and what the sources leave open. */
export const ServiceNowSettingsSchema = z.strictObject({
  /** servicenow 28. */
  'glide.invalid_query.returns_no_rows': z.boolean().default(false),
  /** servicenow 5. */
  [CLIENT_CREDENTIALS_ENABLED]: z.boolean().default(true),
  /** Some instances refuse Basic (servicenow 2). */
  basicAllowed: z.boolean().default(true),
  tokenLifetimeSeconds: z.int().min(1).default(1799),
  /** Of a synchronous response that names failures (servicenow 19). */
  failureStatus: z.int().min(200).max(599).default(200),
  /** How long documents in asynchronous mode wait; at least until the next call (servicenow 20). */
  asyncDelaySeconds: z.number().min(0).default(0),
  /** What an invoice's amount is compared with the order's by (servicenow 37). */
  invoiceAmount: z.enum(['total_amount_invoiced', 'subtotal']).default('total_amount_invoiced'),
  /** Whether Spendint takes what curl sends unless told otherwise (servicenow 8). */
  formContentTypeAllowed: z.boolean().default(true),
});
export type ServiceNowSettings = Settings<z.infer<typeof ServiceNowSettingsSchema>>;
