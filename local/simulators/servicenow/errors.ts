import { STATUS_CODES } from 'node:http';
import type { HttpResponse } from '../../http/message.ts';
import { refusal, type VendorError } from '../vendor-api.ts';

/** The platform's errors (servicenow 40). */
export function platformError(
  status: number,
  message: string,
  detail: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  return refusal(status, { error: { message, detail }, status: 'failure' }, headers);
}

export function notAuthenticated(): VendorError {
  const headers = { 'www-authenticate': 'BASIC realm="Service-now"' };
  return platformError(401, 'User Not Authenticated', 'Required to provide Auth information', headers);
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  return (status === 401 ? notAuthenticated() : platformError(status, STATUS_CODES[status] ?? 'Unknown error'))
    .response;
}

/** What a hibernating instance returns to every call (servicenow 43). */
export const HIBERNATING: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: '<html><head><title>Instance Hibernating page</title></head><body>Your instance is hibernating.</body></html>',
};
