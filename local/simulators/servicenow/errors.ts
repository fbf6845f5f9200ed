import { STATUS_CODES } from 'node:http';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { VendorError } from '../vendor-api.ts';

/** The platform's errors (servicenow 40). */
export function errorResponse(
  status: number,
  message: string,
  detail: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { error: { message, detail }, status: 'failure' }, headers);
}

export function platformError(...parts: Parameters<typeof errorResponse>): VendorError {
  return new VendorError(errorResponse(...parts));
}

export function notAuthenticated(): HttpResponse {
  const headers = { 'www-authenticate': 'BASIC realm="Service-now"' };
  return errorResponse(401, 'User Not Authenticated', 'Required to provide Auth information', headers);
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  return status === 401 ? notAuthenticated() : errorResponse(status, STATUS_CODES[status] ?? 'Unknown error');
}

/** What a hibernating instance returns to every call (servicenow 43). */
export const HIBERNATING: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: '<html><head><title>Instance Hibernating page</title></head><body>Your instance is hibernating.</body></html>',
};
