import type { HttpResponse } from '../../http/message.ts';

/**
 * The error responses of the gateway itself. AWS sends `message` alone; the members of RFC 9457 are added, so that every
 * error of the local runtime is a problem with a stable `code`.
 */
interface Problem {
  readonly status: number;
  readonly message: string;
  readonly title?: string;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_FOUND = problem({
  status: 404,
  message: 'Not Found',
  code: 'route.not_found',
  detail: 'There is no such route.',
});

export const TOO_LARGE = problem({
  status: 413,
  message: 'Request Entity Too Large',
  title: 'Content Too Large',
  code: 'payload.too_large',
  detail: 'The request is too large: the limits are 10 MB for API Gateway and 6 MB for the event of a function.',
});

export const RATE_LIMITED = problem({
  status: 429,
  message: 'Too Many Requests',
  code: 'rate.limited',
  detail: 'There are too many requests at once. Retry in a moment.',
  headers: { 'retry-after': '1' },
});

export const FAILED = problem({
  status: 500,
  message: 'Internal Server Error',
  code: 'hub.internal_error',
  detail: 'The hub failed on this request; the failure is logged.',
});

export const UNAVAILABLE = problem({
  status: 503,
  message: 'Service Unavailable',
  code: 'hub.unavailable',
  detail: 'The hub did not respond in time.',
});

export function unauthorized(code: string, description: string | undefined): HttpResponse {
  const challenge =
    description === undefined ? 'Bearer' : `Bearer scope="" error="invalid_token" error_description="${description}"`;
  return problem({
    status: 401,
    message: 'Unauthorized',
    code,
    detail: `Send a valid token as Authorization: Bearer <token>${description === undefined ? '' : `: ${description}`}.`,
    headers: { 'www-authenticate': challenge },
  });
}

export function insufficientScope(scopes: readonly string[]): HttpResponse {
  return problem({
    status: 403,
    message: 'Forbidden',
    code: 'auth.scope_missing',
    detail: `The token needs one of the scopes ${scopes.join(', ')}.`,
    headers: { 'www-authenticate': `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"` },
  });
}

function problem({ status, message, title = message, code, detail, headers = {} }: Problem): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: Buffer.from(JSON.stringify({ message, type: 'about:blank', title, status, code, detail })),
  };
}
