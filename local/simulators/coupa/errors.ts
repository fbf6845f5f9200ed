import type { HttpResponse } from '../../http/message.ts';
import { refusal, VendorError } from '../vendor-api.ts';

/** coupa 48. */
export function invalid(object: string, problems: readonly string[]): VendorError {
  return refusal(400, { errors: { [object]: problems } });
}

/** What is no matter of one object; the messages are INFERRED. */
export function reject(status: number, message: string): VendorError {
  return refusal(status, { errors: { base: [message] } });
}

/** coupa 50. */
export function rejectToken(): VendorError {
  return refusal(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

export function rejectScope(scope: string): VendorError {
  return reject(403, `The access token lacks the scope ${scope}`);
}

/** coupa 52. */
export function rejectRate(): VendorError {
  return reject(429, 'Rate limit exceeded');
}

/** coupa 49. */
export function notFound(): VendorError {
  return reject(404, 'No results match your search criteria.');
}

/** A caller that does not ask for JSON gets XML (coupa 9), which the simulator has for this error only. */
export function rejectFormat(): VendorError {
  const message = 'Without "Accept: application/json" Coupa answers XML, which is not simulated.';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>${message}</error>\n</errors>\n`;
  return new VendorError({ status: 406, headers: { 'content-type': 'application/xml;charset=utf-8' }, body });
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  const known = [rejectToken(), rejectScope('core.common.read'), notFound(), rejectFormat(), rejectRate()];
  const error = known.find(({ response }) => response.status === status) ?? reject(status, `The status is ${status}`);
  return error.response;
}
