import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { s3ErrorXml } from '../s3/index.ts';
import { AwsError, type AwsResponse } from '../service.ts';

/** Raw bytes, or JSON with the content type of the request. */
export function responseOnWire({ output, status = 200, headers = {} }: AwsResponse, http: HttpRequest): HttpResponse {
  const body = Buffer.isBuffer(output) ? output : JSON.stringify(output ?? {});
  const type = Buffer.isBuffer(output) ? {} : { 'content-type': jsonType(http) };
  return { status, headers: { ...type, ...headers, 'x-amzn-requestid': randomUUID() }, body };
}

/** An error in the service's wire format. An error that is no {@link AwsError} becomes a 500 without its cause. */
export function errorOnWire(error: unknown, service: string | undefined, http: HttpRequest): HttpResponse {
  const known =
    error instanceof AwsError ? error : new AwsError('InternalFailure', 'The local runtime failed on this call.', 500);
  const requestId = { 'x-amzn-requestid': randomUUID() };
  if (service === 's3') {
    const body = http.method === 'HEAD' ? '' : s3ErrorXml(known, http.path);
    const headers = { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID(), ...requestId };
    return { status: known.status, headers, body };
  }
  const { code, status, message, members } = known;
  const body = { __type: `com.amazonaws.${service ?? 'hub'}#${code}`, message, ...members };
  return {
    status,
    headers: { 'content-type': jsonType(http), 'x-amzn-errortype': code, ...requestId },
    body: JSON.stringify(body),
  };
}

function jsonType(http: HttpRequest): string {
  return http.headers['content-type'] ?? 'application/json';
}
