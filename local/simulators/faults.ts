/** Faults that a test orders in advance and that strike the next matching calls. */
import * as z from 'zod';
import type { Collection, Journal } from './journal.ts';

const MatchSchema = z.strictObject({
  method: z.string().toUpperCase().optional(),
  /** Part of the path with its query, as sent and without the partner's prefix; `*` stands for any characters. */
  path: z.string().min(1).optional(),
});

const common = { match: MatchSchema.default({}), times: z.int().min(1).default(1) };

/** Node's timers cannot wait longer than this. */
const MAX_MS = 2 ** 31 - 1;

export const FaultSchema = z.discriminatedUnion('kind', [
  /** Answers this status in the vendor's manner; the work is not done. A redirect takes its target from `headers`. */
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.int().min(300).max(599),
    headers: z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).default({}),
  }),
  /** Never answers. The work is done only if `work` is true. */
  z.strictObject({ ...common, kind: z.literal('timeout'), work: z.boolean().default(false) }),
  /** Closes the connection; the work is not done. */
  z.strictObject({ ...common, kind: z.literal('drop-before') }),
  /** Does the work, then closes the connection without an answer. */
  z.strictObject({ ...common, kind: z.literal('drop-after') }),
  /** Waits `ms`, then does the work and answers. */
  z.strictObject({ ...common, kind: z.literal('slow'), ms: z.int().min(0).max(MAX_MS) }),
  /** Does the work and answers its status with a body that is not JSON. */
  z.strictObject({ ...common, kind: z.literal('garbage') }),
]);

export const FaultsSchema = z.array(FaultSchema);

export type Fault = z.infer<typeof FaultSchema>;

/** The faults that are left, oldest first. Survive a restart, like everything in the journal. */
export class Faults {
  readonly #left: Collection<{ readonly id: string; readonly fault: Fault }>;

  constructor(journal: Journal) {
    this.#left = journal.collection('fault');
  }

  list(): Fault[] {
    return this.#left.all().map(({ fault }) => fault);
  }

  add(faults: readonly Fault[]): void {
    for (const fault of faults) {
      const id = String(Number(this.#left.all().at(-1)?.id ?? 0) + 1);
      this.#left.put(id, { id, fault });
    }
  }

  clear(): void {
    for (const { id } of this.#left.all()) this.#left.delete(id);
  }

  /** The oldest fault that matches; counts as used. */
  take(method: string, pathAndQuery: string): Fault | undefined {
    const hit = this.#left.all().find(({ fault }) => matches(fault, method, pathAndQuery));
    if (!hit) return undefined;
    const { id, fault } = hit;
    if (fault.times === 1) this.#left.delete(id);
    else this.#left.put(id, { id, fault: { ...fault, times: fault.times - 1 } });
    return fault;
  }
}

function matches({ match }: Fault, method: string, pathAndQuery: string): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  let from = 0;
  for (const part of match.path?.split('*') ?? []) {
    const at = pathAndQuery.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
