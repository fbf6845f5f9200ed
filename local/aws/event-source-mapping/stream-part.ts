import type { StreamRecord } from '../dynamodb/types.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { reportedFailures } from './batches.ts';
import type { StreamMappingDefinition } from './definition.ts';

/** Records that are delivered together, with the count of their attempts. */
export interface Part {
  readonly records: readonly StreamRecord[];
  readonly retries: number;
  readonly invocations: number;
}

/** The work that an attempt leaves. The first `done` records of the part need no further attempt. */
export type AfterAttempt = { readonly done: number } & (
  | { readonly kind: 'finished' }
  | { readonly kind: 'repeat'; readonly parts: readonly Part[]; readonly wait: boolean }
  | { readonly kind: 'give-up'; readonly rest: Part }
);

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html */
export function afterAttempt(part: Part, invocation: Invocation, definition: StreamMappingDefinition): AfterAttempt {
  const done = doneBy(invocation, part.records, definition.reportsItemFailures);
  const rest = { ...part, records: part.records.slice(done), invocations: part.invocations + 1 };
  if (rest.records.length === 0) return { done, kind: 'finished' };
  if (definition.bisectOnError && rest.records.length > 1) {
    // Lambda splits at the first reported record, or else in half. Neither counts as a retry.
    return { done, kind: 'repeat', parts: done > 0 ? [rest] : halves(rest), wait: false };
  }
  const exhausted = definition.maximumRetries >= 0 && rest.retries >= definition.maximumRetries;
  if (exhausted) return { done, kind: 'give-up', rest };
  return { done, kind: 'repeat', parts: [{ ...rest, retries: rest.retries + 1 }], wait: true };
}

/** The number of records, from the first, that the function has processed. */
function doneBy(
  { payload, functionError }: Invocation,
  records: readonly StreamRecord[],
  reportsItemFailures: boolean,
): number {
  if (functionError !== undefined) return 0;
  if (!reportsItemFailures) return records.length;
  const failed = reportedFailures(payload);
  if (failed === undefined) return 0;
  if (failed.length === 0) return records.length;
  const positions = failed.map((id) => records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === id));
  // An unknown sequence number fails the whole batch.
  return Math.max(0, Math.min(...positions));
}

function halves(part: Part): Part[] {
  const middle = Math.ceil(part.records.length / 2);
  return [part.records.slice(0, middle), part.records.slice(middle)].map((records) => ({ ...part, records }));
}
