import type { HttpResponse } from '../../http/message.ts';
import { refusal, VendorError } from '../vendor-api.ts';

/** coupa 48. */
export function invalid(object: string, problems: readonly string[]): VendorError {
  return refusal(400, { errors: { [object]: problems } });
}

/** The names of these errors are INFERRED (coupa 50). */
export function rejectToken(): VendorError {
  return refusal(401, { error: 'invalid_token' }, { 'www-authenticate': 'Bearer error="invalid_token"' });
}

export function rejectScope(scope: string): VendorError {
  return refusal(403, { errors: { base: [`The access token lacks the scope ${scope}`] } });
}

/** coupa 52. */
export function rejectRate(retryAfterSeconds: number | null): VendorError {
  const headers = retryAfterSeconds === null ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return refusal(429, { errors: { base: ['Rate limit exceeded'] } }, headers);
}

/** A caller that does not ask for JSON gets XML (coupa 9), which the simulator has for this error only. */
export function rejectFormat(): VendorError {
  const message = 'Without "Accept: application/json" Coupa answers XML, which is not simulated.';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<errors>\n  <error>${message}</error>\n</errors>\n`;
  return new VendorError({ status: 406, headers: { 'content-type': 'application/xml;charset=utf-8' }, body });
}

/** The body is INFERRED; clients have met one that is not JSON (coupa 49). */
export function notFound(format: 'json' | 'html'): VendorError {
  return format === 'html'
    ? new VendorError(page(404))
    : refusal(404, { errors: { base: ['No results match your search criteria.'] } });
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  switch (status) {
    case 401:
      return rejectToken().response;
    case 403:
      return rejectScope('core.common.read').response;
    case 404:
      return notFound('json').response;
    case 429:
      return rejectRate(null).response;
    default:
      return status < 500 ? { ...invalid('base', [`Request ended with ${status}`]).response, status } : page(status);
  }
}

function page(status: number): HttpResponse {
  const body = `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html;charset=utf-8' }, body };
}
