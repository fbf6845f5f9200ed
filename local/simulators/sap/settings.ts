import * as z from 'zod';
import type { Settings } from '../settings.ts';

/** How the system is customized. */
export const SapSettingsSchema = z.strictObject({
  /** New orders wait for release (status 03) instead of being active (02). */
  releaseRequired: z.boolean().default(false),
  /** The most rows of a list's page (sap 35). */
  pageSize: z.int().min(1).max(5000).default(100),
  tokenLifetimeSeconds: z.int().min(1).default(1800),
});
export type SapSettings = Settings<z.infer<typeof SapSettingsSchema>>;
