import type * as z from 'zod/mini';
import type { FieldError } from './errors.ts';

/** Parses a document by its schema, or returns each wrong field with a sentence of the hub's own. */
export function validate<Output>(
  schema: z.ZodMiniType<Output>,
  input: unknown,
): { readonly data: Output } | { readonly fields: readonly FieldError[] } {
  const result = schema.safeParse(input, { error: messageOf });
  if (result.success) return { data: result.data };
  return { fields: firstOfEachPath(result.error.issues.flatMap(fieldErrors)) };
}

/** A value of the wrong type fails several checks; the first one says what is wrong. */
function firstOfEachPath(fields: readonly FieldError[]): FieldError[] {
  const first = new Map<string, FieldError>();
  for (const field of fields) if (!first.has(field.path)) first.set(field.path, field);
  return [...first.values()];
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pathOf(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: 'is not a known field' }));
}

const MAX_PATH_LENGTH = 200;

function pathOf(keys: readonly PropertyKey[]): string {
  return keys.map(String).join('.').slice(0, MAX_PATH_LENGTH);
}

/** zod's error map, for schemas without a message. Each completes "<field> …": "title is missing". */
function messageOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined && issue.code !== 'unrecognized_keys') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return limitMessage(issue, Number(issue.minimum), ['at least', 'more than']);
    case 'too_big':
      return limitMessage(issue, Number(issue.maximum), ['at most', 'less than']);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return FORMAT_NAMES[issue.format] ?? 'must have the documented format';
    default:
      return 'must have a documented value';
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
};

const FORMAT_NAMES: Readonly<Record<string, string>> = {
  date: 'must be an ISO 8601 date',
  datetime: 'must be an ISO 8601 date and time',
  email: 'must be an e-mail address',
  url: 'must be a URL',
};

interface Limit {
  readonly origin: string;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
}

function limitMessage(
  { origin, inclusive, exact }: Limit,
  limit: number,
  [inclusiveWords, exclusiveWords]: [string, string],
): string {
  if (origin === 'string' && limit === 1 && inclusiveWords === 'at least') return 'must not be empty';
  const words = exact ? 'exactly' : inclusive === false ? exclusiveWords : inclusiveWords;
  const unit = { string: ['character', 'characters'], array: ['entry', 'entries'] }[origin];
  return unit ? `must have ${words} ${limit} ${unit[limit === 1 ? 0 : 1]}` : `must be ${words} ${limit}`;
}
