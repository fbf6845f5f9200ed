import { ERROR_CODES, type ErrorKind, HubError } from '../../domain/errors.ts';
import { isPassingCancellation } from '../../store/write.ts';
import { etagOf } from './etag.ts';

/** The one place where errors become HTTP: RFC 9457 problems with a stable `code`. */

export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const HTTP_STATUS: Readonly<Record<ErrorKind, { readonly status: number; readonly title: string }>> = {
  malformed: { status: 400, title: 'Bad Request' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  conflict: { status: 409, title: 'Conflict' },
  precondition_failed: { status: 412, title: 'Precondition Failed' },
  unsupported_media_type: { status: 415, title: 'Unsupported Media Type' },
  invalid: { status: 422, title: 'Unprocessable Content' },
  internal: { status: 500, title: 'Internal Server Error' },
  unavailable: { status: 503, title: 'Service Unavailable' },
};

/** DynamoDB's errors for a table that is throttled or contended. */
const OVERLOAD_ERRORS = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** A HubError as its problem; any other error as 503 or 500, without its cause. */
export function problemResponse(error: unknown): HttpResponse {
  const { code, message, fields, currentVersion } = toHubError(error);
  const { status, title } = HTTP_STATUS[ERROR_CODES[code]];
  const errors = fields.length > 0 ? { errors: fields } : {};
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 503 && { 'retry-after': '1' }),
      ...(currentVersion !== undefined && { etag: etagOf(currentVersion) }),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      code,
      detail: message,
      ...errors,
      current_version: currentVersion,
    }),
  };
}

/** The HubError that tells a caller of an error: other errors without their cause. */
export function toHubError(error: unknown): HubError {
  if (error instanceof HubError) return error;
  if (isPassingCancellation(error) || (error instanceof Error && OVERLOAD_ERRORS.has(error.name))) {
    return new HubError('hub.unavailable', 'The hub is busy: repeat the call in a moment.');
  }
  return new HubError('hub.internal_error', 'The hub failed on this call; the cause is in its log.');
}
