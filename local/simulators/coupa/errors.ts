import type { HttpResponse } from '../../http/message.ts';
import { refusal, type VendorError } from '../vendor-api.ts';

/** coupa 48. */
export function invalid(object: string, problems: readonly string[]): VendorError {
  return refusal(400, { errors: { [object]: problems } });
}

/** What is no matter of one object; the messages are INFERRED. */
export function reject(status: number, message: string): VendorError {
  return refusal(status, { errors: { base: [message] } });
}

/** coupa 49. */
export function notFound(): VendorError {
  return reject(404, 'No results match your search criteria.');
}

/** coupa 50. */
export function rejectToken(): VendorError {
  return refusal(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  return (status === 401 ? rejectToken() : reject(status, `The status is ${status}`)).response;
}
