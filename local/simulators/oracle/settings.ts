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
});
export type OracleSettings = Settings<z.infer<typeof OracleSettingsSchema>>;
