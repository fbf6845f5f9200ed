import type * as z from 'zod';
import { type FieldError, HubError } from '../domain/errors.ts';

/** Parses a caller's document. Throws `validation.failed` with every field that is wrong. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap(fieldErrors);
  const summary = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  throw new HubError('invalid', 'validation.failed', summary.slice(0, 3).join('; '), fields);
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not a field of this document' }));
}
