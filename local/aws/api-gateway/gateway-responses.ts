import type { HttpResponse } from '../../http/message.ts';

/**
 * The responses that an HTTP API sends by itself, without the function: `message` alone, in AWS's words.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
export const NOT_FOUND = gatewayResponse(404, 'Not Found');
export const TOO_LARGE = gatewayResponse(413, 'Request Entity Too Large');
export const RATE_LIMITED = gatewayResponse(429, 'Too Many Requests');
export const HEAD_TOO_LARGE = gatewayResponse(431, 'Request Header Fields Too Large');
export const FAILED = gatewayResponse(500, 'Internal Server Error');
export const UNAVAILABLE = gatewayResponse(503, 'Service Unavailable');

/** Only the challenge says why; it has no reason when the request has no token. */
export function unauthorized(reason?: string): HttpResponse {
  const challenge = reason && ` scope="" error="invalid_token" error_description="${reason}"`;
  return gatewayResponse(401, 'Unauthorized', { 'www-authenticate': `Bearer${challenge ?? ''}` });
}

function gatewayResponse(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = JSON.stringify({ message });
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
