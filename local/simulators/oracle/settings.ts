import * as z from 'zod';
import type { Settings } from '../settings.ts';

const Seconds = z.int().min(0);

/** How the customer's instance behaves; defaults as docs/sources/oracle.md has them. */
export const OracleSettingsSchema = z.strictObject({
  /** Submitted orders and requisitions wait for approval instead of being open at once. */
  approvalRequired: z.boolean().default(false),
  /** How long lists and `q` do not find what was created (oracle 28). */
  queryDelaySeconds: Seconds.default(30),
  /** How long the URL of what was created answers 404 (oracle 28). */
  itemDelaySeconds: Seconds.default(0),
  /** Whether URLs also take the numeric id where the real ones have a hash key (oracle 12). */
  acceptsNumericIds: z.boolean().default(false),
  /** `PENDING APPROVAL` or `PENDING_APPROVAL` (oracle 36). */
  statusCodeSeparator: z.enum([' ', '_']).default(' '),
  /** The parameter of `submit` that skips approvals (oracle 33). */
  bypassParameter: z.string().min(1).default('bypassApprovalsFlag'),
  /** Attributes that `q` refuses (oracle 17). */
  notQueryable: z.array(z.string()).default([]),
  /** How many rows a page has at most; a larger limit is lowered silently (oracle 19). */
  maxLimit: z.int().min(1).default(499),
  /** What a bearer token's request must name (oracle 6). */
  scope: z.string().min(1).default('urn:opc:resource:consumer::all'),
  tokenLifetimeSeconds: z.int().min(1).default(3600),
});
export type OracleSettings = Settings<z.infer<typeof OracleSettingsSchema>>;
