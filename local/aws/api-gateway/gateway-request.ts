import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type HttpRequest, toRequest } from '../../http/message.ts';

export interface GatewayRequest extends HttpRequest {
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
  const headers: Record<string, string> = { 'content-length': String(body.length) };
  const cookies: string[] = [];
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    if (name === 'cookie') cookies.push(...values.flatMap((value) => value.split(/;\s*/)));
    else headers[name] = values.join(',');
  }
  headers['x-amzn-trace-id'] = traceRoot;
  headers['x-forwarded-for'] = sourceIp;
  headers['x-forwarded-port'] = String(port);
  headers['x-forwarded-proto'] = 'http';
  return {
    ...toRequest(incoming, body),
    // Sixteen characters that end in `=`, as API Gateway's have.
    requestId: randomBytes(11).toString('base64url').padEnd(16, '='),
    headers,
    cookies,
    sourceIp,
    protocol: `HTTP/${incoming.httpVersion}`,
    time: new Date(),
  };
}
