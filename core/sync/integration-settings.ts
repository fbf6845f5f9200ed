import * as z from 'zod';
import type { IntegrationLimits } from './integration-state.ts';

/** Fewer than the invocations of a partner's consumer, so that one organization whose partner hangs can't hold them all. */
export const MAX_IN_FLIGHT = 8;

/** The settings that every integration has. */
export const IntegrationSettingsSchema = z.object({
  request_timeout_seconds: z.int().min(1).max(10).default(10),
  /** How long the partner may still work on a call that was cut off. */
  in_doubt_seconds: z.int().min(1).max(86_400).default(600),
  requests_per_second: z.number().min(0.1).max(1000).default(20),
  /** Documents that are sent at the same time. */
  max_in_flight: z.int().min(1).max(MAX_IN_FLIGHT).default(4),
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
