import * as z from 'zod';
import type { Settings } from '../settings.ts';

/** How the instance is set up, and what the sources mark INFERRED. */
export const CoupaSettingsSchema = z.strictObject({
  /** The `fields` of each API filter by its name (coupa 20). */
  apiFilters: z.record(z.string(), z.array(z.json())).default({}),
  /** coupa 30. */
  cancelledStatus: z.enum(['cancelled', 'canceled']).default('cancelled'),
  /** Whether users' changes that make no new version reset `exported` too (coupa 34). */
  everyChangeResetsExported: z.boolean().default(true),
  /** What ends a run that has unresolved errors (coupa 43). */
  successWithErrors: z.enum(['errored', 'rejected', 'successful']).default('errored'),
  /** coupa 40. */
  resolveReturns: z.enum(['array', 'object']).default('array'),
});
export type CoupaSettings = Settings<z.infer<typeof CoupaSettingsSchema>>;
