import * as z from 'zod/mini';

/** An error as it is stored. `at` is in milliseconds. */
export const RecordedErrorSchema = z.object({ code: z.string(), message: z.string(), at: z.int() });
export type RecordedError = z.infer<typeof RecordedErrorSchema>;

/** The error to store. It is copied by name, as an Error's message is not enumerable. */
export function recordedAt(
  { code, message }: { readonly code: string; readonly message: string },
  nowMs: number,
): RecordedError {
  return { code, message, at: nowMs };
}
