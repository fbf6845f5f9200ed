import * as z from 'zod';
import { compilePattern } from '../event-pattern/index.ts';
import { MAX_PAYLOAD_BYTES } from '../lambda/invocation.ts';
import type { MappingDefinition } from './definition.ts';

/** Whether a record passes a mapping's filter criteria: it matches any one of the patterns, or there are none. */
export function compileFilters({ logicalId, filters }: MappingDefinition): (record: unknown) => boolean {
  const patterns = filters.map((pattern) => compilePattern(pattern, logicalId));
  return (record) => patterns.length === 0 || patterns.some((matches) => matches(record));
}

/** Room for the `{"Records":[]}` around the records. */
const ENVELOPE_BYTES = 1024;

/** Splits records into batches that fit into an invocation's payload. */
export function splitByPayload<R>(records: readonly R[]): R[][] {
  const batches: R[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    if (size + bytes > MAX_PAYLOAD_BYTES - ENVELOPE_BYTES) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(record);
    size += bytes;
  }
  return batches;
}

const BatchResponse = z
  .looseObject({
    batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string().min(1) })).nullish(),
  })
  .nullable();

/**
 * The items that a `ReportBatchItemFailures` function reports as failed. No response and an empty list mean success.
 * Undefined for a response of another form, which fails the whole batch.
 */
export function reportedFailures(payload: string): readonly string[] | undefined {
  const parsed = BatchResponse.safeParse(JSON.parse(payload));
  if (!parsed.success) return undefined;
  return (parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
}
