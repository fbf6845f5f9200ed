import type * as z from 'zod';
import { type FieldError, invalidFields } from '../domain/errors.ts';
import { validationMessage } from './validation-messages.ts';

/** Parses a caller's document. Throws `validation.failed` naming every wrong field. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input, { error: validationMessage });
  if (result.success) return result.data;
  throw invalidFields(result.error.issues.flatMap(fieldErrors));
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not a known field' }));
}
