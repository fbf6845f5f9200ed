import { ERROR_CODES, type HubError } from '../../core/domain/errors.ts';
import { HTTP_STATUS, type HttpResponse, toHubError } from '../../core/runtime/http/problem.ts';
import type { HttpEvent } from '../../core/runtime/http/request.ts';
import { DialectError } from './dialect-error.ts';
import { encode } from './encode.ts';

const CHALLENGE = 'Basic realm="procurement-hub", charset="UTF-8"';

/** An error in ServiceNow's shape, as JSON or XML, without its cause (spendint 67). */
export function supplierProblem(error: unknown, event: HttpEvent): HttpResponse {
  const { status, message, detail, retryAfterSeconds } =
    error instanceof DialectError ? error : refusalOf(toHubError(error), event);
  const headers = {
    ...(status === 401 && { 'www-authenticate': CHALLENGE }),
    ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
  };
  return encode({ status, body: { error: { message, detail }, status: 'failure' }, headers }, event);
}

const MAX_SHOWN_PATH = 128;

function refusalOf({ code, message }: HubError, { rawPath }: HttpEvent): DialectError {
  if (code === 'route.not_found') {
    return new DialectError(404, 'Requested URI does not represent any resource', rawPath.slice(0, MAX_SHOWN_PATH));
  }
  const { status, title } = HTTP_STATUS[ERROR_CODES[code]];
  return new DialectError(status, title, message, status === 503 ? 1 : undefined);
}
