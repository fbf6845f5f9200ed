import type { HttpAnswer } from './response.ts';

/**
 * The errors that the gateway itself makes. AWS sends only `message`; the members of RFC 9457 stand beside it, so that
 * every error of the local runtime is a problem with a stable `code`.
 */
export interface Problem {
  readonly status: number;
  /** AWS's own word for it. */
  readonly message: string;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOT_FOUND: Problem = {
  status: 404,
  message: 'Not Found',
  title: 'Not Found',
  code: 'route.not_found',
  detail: 'There is no such route.',
};

export const TOO_LARGE: Problem = {
  status: 413,
  message: 'Request Entity Too Large',
  title: 'Content Too Large',
  code: 'payload.too_large',
  detail: 'The request is too large: API Gateway takes 10 MB and hands 6 MB to a function, everything included.',
};

export const RATE_LIMITED: Problem = {
  status: 429,
  message: 'Too Many Requests',
  title: 'Too Many Requests',
  code: 'rate.limited',
  detail: 'Too many requests at once: try again in a moment.',
  headers: { 'retry-after': '1' },
};

export const FAILED: Problem = {
  status: 500,
  message: 'Internal Server Error',
  title: 'Internal Server Error',
  code: 'hub.internal_error',
  detail: 'The hub failed on this request; the failure is logged.',
};

export const UNAVAILABLE: Problem = {
  status: 503,
  message: 'Service Unavailable',
  title: 'Service Unavailable',
  code: 'hub.unavailable',
  detail: 'The hub did not answer in time.',
};

export function unauthorized(code: string, description: string | undefined): Problem {
  const challenge =
    description === undefined ? 'Bearer' : `Bearer scope="" error="invalid_token" error_description="${description}"`;
  return {
    status: 401,
    message: 'Unauthorized',
    title: 'Unauthorized',
    code,
    detail: `Send a valid token as Authorization: Bearer <token>${description === undefined ? '' : `: ${description}`}.`,
    headers: { 'www-authenticate': challenge },
  };
}

export function insufficientScope(scopes: readonly string[]): Problem {
  return {
    status: 403,
    message: 'Forbidden',
    title: 'Forbidden',
    code: 'auth.scope_missing',
    detail: `The token needs one of the scopes ${scopes.join(', ')}.`,
    headers: { 'www-authenticate': `Bearer scope="${scopes.join(' ')}" error="insufficient_scope"` },
  };
}

export function answerOf({ status, message, title, code, detail, headers = {} }: Problem): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: Buffer.from(JSON.stringify({ message, type: 'about:blank', title, status, code, detail })),
  };
}
