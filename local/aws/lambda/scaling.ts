import { availableParallelism } from 'node:os';
import type { FunctionDefinition } from './definition.ts';

/** The local limit where Lambda, without a reserved concurrency, starts up to 1,000. Further invocations wait. */
const DEFAULT_CONCURRENCY = 8;

/** As many keep all cores busy. More of them would compute no faster, and each compiles and collects its own heap. */
export const ENOUGH_FOR_CORES = availableParallelism();

/** When nothing has ended for this long, what runs may be waiting for others, so that one more can use the cores. */
export const STALLED_MS = 100;

/** The most environments of a function that run at once. */
export function concurrencyLimit({ reservedConcurrency = DEFAULT_CONCURRENCY }: FunctionDefinition): number {
  return reservedConcurrency;
}
