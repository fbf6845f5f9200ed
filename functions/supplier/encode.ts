import { isJsonObject } from '../../core/domain/spendint/fields.ts';
import { toXml } from '../../core/domain/spendint/xml.ts';
import type { HttpResponse } from '../../core/runtime/http/problem.ts';
import type { HttpEvent } from '../../core/runtime/http/request.ts';
import type { RouteOutcome } from '../../core/runtime/http/route.ts';
import { acceptedType } from './accepted-type.ts';

/** An outcome as JSON or XML. */
export function encode({ status, body, headers }: RouteOutcome, event: Pick<HttpEvent, 'headers'>): HttpResponse {
  const type = acceptedType(event.headers.accept);
  return {
    statusCode: status,
    headers: { 'content-type': `${type};charset=UTF-8`, ...headers },
    body: type === 'application/xml' && isJsonObject(body) ? toXml(body) : JSON.stringify(body),
  };
}
