import * as z from 'zod/mini';
import type { IntegrationLimits } from './integration-state.ts';

/** Fewer than the invocations of a partner's consumer, so that one organization whose partner hangs can't hold them all. */
export const MAX_IN_FLIGHT = 8;

/** The settings that every integration has. */
export const IntegrationSettingsSchema = z.object({
  request_timeout_seconds: z._default(z.int().check(z.minimum(1), z.maximum(10)), 10),
  /** How long the partner may still work on a call that was cut off. */
  in_doubt_seconds: z._default(z.int().check(z.minimum(1), z.maximum(86_400)), 600),
  requests_per_second: z._default(z.number().check(z.minimum(0.1), z.maximum(1000)), 20),
  /** Documents that are sent at the same time. */
  max_in_flight: z._default(z.int().check(z.minimum(1), z.maximum(MAX_IN_FLIGHT)), 4),
});
export type IntegrationSettings = z.infer<typeof IntegrationSettingsSchema>;

/** The limits that the settings give each attempt. */
export function limitsOf(settings: IntegrationSettings): IntegrationLimits {
  return {
    requestsPerSecond: settings.requests_per_second,
    maxInFlight: settings.max_in_flight,
    inDoubtMs: settings.in_doubt_seconds * 1000,
  };
}
