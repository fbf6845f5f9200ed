import * as z from 'zod';

const MatchSchema = z.strictObject({
  method: z.string().toUpperCase().optional(),
  /** Part of the path with its query, as sent and without the simulator's prefix; `*` matches any characters. */
  path: z.string().min(1).optional(),
});

const common = { match: MatchSchema.default({}), times: z.int().min(1).default(1) };

/** The longest delay of Node's timers. */
const MAX_MS = 2 ** 31 - 1;

const FaultSchema = z.discriminatedUnion('kind', [
  /** Returns this status in the vendor's manner; the work is not done. A redirect takes its target from `headers`. */
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.int().min(300).max(599),
    headers: z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).default({}),
  }),
  /** Sends no response. The work is done only if `work` is true. */
  z.strictObject({ ...common, kind: z.literal('timeout'), work: z.boolean().default(false) }),
  /** Closes the connection; the work is not done. */
  z.strictObject({ ...common, kind: z.literal('drop-before') }),
  /** Does the work, then closes the connection without a response. */
  z.strictObject({ ...common, kind: z.literal('drop-after') }),
  /** Waits `ms`, then does the work and responds. */
  z.strictObject({ ...common, kind: z.literal('slow'), ms: z.int().min(0).max(MAX_MS) }),
  /** Does the work and returns its status with a body that is not JSON. */
  z.strictObject({ ...common, kind: z.literal('garbage') }),
]);

export const FaultsSchema = z.array(FaultSchema);
export type Fault = z.infer<typeof FaultSchema>;

export function matches({ match }: Fault, method: string, pathAndQuery: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  let from = 0;
  for (const part of match.path?.split('*') ?? []) {
    const at = pathAndQuery.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
