import { type ErrorKind, HubError } from '../domain/errors.ts';

/** The one place where errors become HTTP: RFC 9457 problems with a stable `code`. */

const STATUS_OF_KIND: Readonly<Record<ErrorKind, readonly [number, string]>> = {
  malformed: [400, 'Bad Request'],
  forbidden: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  conflict: [409, 'Conflict'],
  unsupported_media_type: [415, 'Unsupported Media Type'],
  invalid: [422, 'Unprocessable Content'],
};

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal in words; anything else is ours to mend and tells the caller nothing of its cause. */
export function problemFrom(error: unknown): HttpAnswer {
  if (error instanceof HubError) {
    const [status, title] = STATUS_OF_KIND[error.kind];
    return problem(status, title, error.code, error.message, error.fields.length > 0 ? { errors: error.fields } : {});
  }
  if (isOverload(error)) {
    return problem(503, 'Service Unavailable', 'hub.unavailable', 'The hub is busy: try again in a moment.', {});
  }
  return problem(
    500,
    'Internal Server Error',
    'hub.internal_error',
    'The hub failed on this request; the failure is logged.',
    {},
  );
}

function problem(status: number, title: string, code: string, detail: string, more: object): HttpAnswer {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json', ...(status === 503 && { 'retry-after': '1' }) },
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail, ...more }),
  };
}

const OVERLOADS = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

function isOverload(error: unknown): boolean {
  return error instanceof Error && OVERLOADS.has(error.name);
}
