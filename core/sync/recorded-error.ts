import * as z from 'zod/mini';

/** An error as it is stored. `at` is in milliseconds. */
export const RecordedErrorSchema = z.object({ code: z.string(), message: z.string(), at: z.int() });
export type RecordedError = z.infer<typeof RecordedErrorSchema>;

/** An error in words, before it is stored. */
export type Reason = Readonly<Omit<RecordedError, 'at'>>;

/** The error to store. It is copied by name, as an Error's message is not enumerable. */
export function recordedAt({ code, message }: Reason, nowMs: number): RecordedError {
  return { code, message, at: nowMs };
}
