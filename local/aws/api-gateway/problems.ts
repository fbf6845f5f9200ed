import type { HttpResponse } from '../../http/message.ts';

export const NOT_FOUND = problem(404, 'Not Found', 'route.not_found', 'There is no such route.');

const LIMITS = 'the limits are 10 MB for API Gateway and 6 MB for the event of a function';
export const TOO_LARGE = problem(413, 'Content Too Large', 'payload.too_large', `The request is too large: ${LIMITS}.`);

const RETRY = 'There are too many requests at once. Retry in a moment.';
export const RATE_LIMITED = problem(429, 'Too Many Requests', 'rate.limited', RETRY, { 'retry-after': '1' });

const FAILURE = 'The hub failed on this request; the failure is logged.';
export const FAILED = problem(500, 'Internal Server Error', 'hub.internal_error', FAILURE);

const TIMEOUT = 'The hub did not respond in time.';
export const UNAVAILABLE = problem(503, 'Service Unavailable', 'hub.unavailable', TIMEOUT);

export function unauthorized(code: string, description?: string): HttpResponse {
  const challenge = description && ` scope="" error="invalid_token" error_description="${description}"`;
  const detail = `Send a valid token as Authorization: Bearer <token>${description ? `: ${description}` : ''}.`;
  return problem(401, 'Unauthorized', code, detail, { 'www-authenticate': `Bearer${challenge ?? ''}` });
}

/**
 * An error response of the gateway itself. AWS sends `message` alone; the members of RFC 9457 are added, so that every
 * error of the local runtime is a problem with a stable `code`.
 */
function problem(
  status: number,
  title: string,
  code: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  // AWS still sends the former name of 413.
  const message = status === 413 ? 'Request Entity Too Large' : title;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: Buffer.from(JSON.stringify({ message, type: 'about:blank', title, status, code, detail })),
  };
}
