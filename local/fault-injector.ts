import type * as z from 'zod';
import type { MemoryCollection } from './collections.ts';
import { type JsonRoutes, parseBody } from './http/json-api.ts';

/** Faults that are ordered in advance, each for its next `times` matching calls. */
export class FaultInjector<Fault extends { readonly times: number }> {
  readonly #pending: MemoryCollection<Fault>;

  constructor(pending: MemoryCollection<Fault>) {
    this.#pending = pending;
  }

  /** Oldest first. */
  list(): Fault[] {
    return [...this.#pending.values()];
  }

  add(faults: readonly Fault[]): void {
    for (const fault of faults) this.#pending.append(fault);
  }

  clear(): void {
    this.#pending.clear();
  }

  /** The oldest fault that matches, counted down. */
  take(matches: (fault: Fault) => boolean): Fault | undefined {
    for (const [key, fault] of this.#pending.entries()) {
      if (!matches(fault)) continue;
      if (fault.times === 1) this.#pending.delete(key);
      else this.#pending.put(key, { ...fault, times: fault.times - 1 });
      return fault;
    }
    return undefined;
  }
}

/** `GET`, `POST` and `DELETE` of `/faults`; `POST` takes a list. */
export function faultRoutes<Fault extends { readonly times: number }>(
  faults: FaultInjector<Fault>,
  schema: z.ZodType<readonly Fault[]>,
): JsonRoutes {
  return {
    'GET /faults': () => faults.list(),
    'POST /faults': ({ body }) => {
      faults.add(parseBody(schema, body));
      return faults.list();
    },
    'DELETE /faults': () => faults.clear(),
  };
}
