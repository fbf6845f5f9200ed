import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type HttpRequest, toRequest } from '../../http/message.ts';
import { routedPath } from './request-path.ts';

export interface GatewayRequest extends HttpRequest {
  /** Decoded, in contrast to that of other requests. */
  readonly path: string;
  readonly requestId: string;
  readonly cookies: readonly string[];
  readonly sourceIp: string;
  readonly protocol: string;
  readonly time: Date;
}

/** Adds what API Gateway adds. Repeated headers are joined with commas, and cookies are not among the headers. */
export function toGatewayRequest(incoming: IncomingMessage, body: Buffer, port: number): GatewayRequest {
  const sourceIp = (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const traceRoot = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  // A map, because a header may be named `__proto__`.
  const headers = new Map([['content-length', String(body.length)]]);
  const cookies: string[] = [];
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    if (name === 'cookie') cookies.push(...values.flatMap((value) => value.split(/;\s*/)));
    else headers.set(name, values.join(','));
  }
  headers.set('x-amzn-trace-id', traceRoot);
  headers.set('x-forwarded-for', sourceIp);
  headers.set('x-forwarded-port', String(port));
  headers.set('x-forwarded-proto', 'http');
  const request = toRequest(incoming, body);
  return {
    ...request,
    path: routedPath(request.path),
    // Sixteen characters that end in `=`, as API Gateway's have.
    requestId: randomBytes(11).toString('base64url').padEnd(16, '='),
    headers: Object.fromEntries(headers),
    cookies,
    sourceIp,
    protocol: `HTTP/${incoming.httpVersion}`,
    time: new Date(),
  };
}
