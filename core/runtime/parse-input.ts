import type * as z from 'zod/mini';
import { invalidFields } from '../domain/errors.ts';
import { validate } from '../domain/validation.ts';

/** Parses a caller's document. Throws `validation.failed` naming every wrong field. */
export function parseInput<Output>(schema: z.ZodMiniType<Output>, input: unknown): Output {
  const result = validate(schema, input);
  if ('fields' in result) throw invalidFields(result.fields);
  return result.data;
}
