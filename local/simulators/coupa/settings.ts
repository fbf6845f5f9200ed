import * as z from 'zod';
import type { Settings } from '../settings.ts';

/** How the instance is set up, and what the sources mark INFERRED. */
export const CoupaSettingsSchema = z.strictObject({
  /** coupa 4. */
  tokenLifetimeSeconds: z.int().min(1).default(86_399),
  /** Until then a new token is refused (coupa 5). */
  tokenUsableAfterSeconds: z.int().min(0).default(0),
  /** The client's scopes (coupa 6). */
  scopes: z
    .string()
    .default(
      'core.common.read core.integration.read core.integration.write core.purchase_order.read core.purchase_order.write',
    ),
  /** coupa 51. */
  requestsPerSecond: z.number().positive().default(25),
  burst: z.int().min(0).default(20),
  /** Sent with 429 (coupa 52). */
  retryAfterSeconds: z.int().min(0).nullable().default(null),
  /** What a caller gets who does not ask for JSON (coupa 9); `xml` is refused. */
  defaultFormat: z.enum(['xml', 'json']).default('xml'),
  notFoundBody: z.enum(['json', 'html']).default('json'),
  /** The `fields` of each API filter by its name (coupa 20). */
  apiFilters: z.record(z.string(), z.array(z.json())).default({}),
  rejectUnknownFields: z.boolean().default(false),
  /** coupa 30. */
  cancelledStatus: z.enum(['cancelled', 'canceled']).default('cancelled'),
  /** coupa 32. */
  deletedLineStatus: z.string().default('cancelled'),
  /** Which changes by users reset `exported`; each includes the ones before it (coupa 34). */
  resetExported: z.enum(['new_version', 'status_change', 'every_change']).default('status_change'),
  /** Whether `updated-at` moves when an order is marked as exported (coupa 36). */
  markingMovesUpdatedAt: z.boolean().default(true),
  /** coupa 42. */
  runningStatus: z.enum(['running', 'started']).default('running'),
  /** What ends a run that has unresolved errors (coupa 43). */
  successWithErrors: z.enum(['errored', 'rejected', 'successful']).default('errored'),
  /** coupa 40. */
  resolveReturns: z.enum(['array', 'object']).default('array'),
  resolveTwice: z.enum(['rejected', 'accepted']).default('rejected'),
});
export type CoupaSettings = Settings<z.infer<typeof CoupaSettingsSchema>>;
