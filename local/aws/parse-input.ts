import type * as z from 'zod';
import { AwsError } from './service.ts';

/** Parses a call's input; `code` is the service's error code for an invalid parameter. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown, code = 'ValidationException'): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') || 'input';
  throw new AwsError(code, `Value at '${path}' failed to satisfy constraint: ${issue?.message ?? 'invalid'}`);
}
