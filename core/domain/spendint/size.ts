import type { Reading } from './document.ts';

/** A business document and its lines are stored as one item of at most 400 KB (spendint 15). */
const MAX_BYTES = 300_000;

/** Refuses a document that is larger, in UTF-8, than can be stored. */
export function withinSize<Head, Line>(reading: Reading<Head, Line>): Reading<Head, Line> {
  const values = [reading.head, ...reading.entries.map(({ value }) => value)];
  if (new TextEncoder().encode(JSON.stringify(values)).length <= MAX_BYTES) return reading;
  return {
    ...reading,
    head: null,
    messages: [`The document is larger than ${MAX_BYTES / 1000} kB`, ...reading.messages],
  };
}
