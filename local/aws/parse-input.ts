import type * as z from 'zod';
import { AwsError } from './service.ts';

/** Reads a call's input by a schema, or refuses the call with the service's own code for a bad parameter. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, code = 'ValidationException'): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'input';
  throw new AwsError(code, `Value at '${where}' failed to satisfy constraint: ${issue?.message ?? 'invalid'}`);
}
