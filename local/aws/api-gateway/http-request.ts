import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request as the gateway read it. */
export interface HttpRequest {
  readonly requestId: string;
  readonly method: string;
  /** As on the request line, still encoded. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Lower-case names; repeated headers joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
  readonly time: Date;
}

export function readRequest(incoming: IncomingMessage, body: Buffer, port: number): HttpRequest {
  const [, rawPath = '/', rawQuery = ''] = /^([^?]*)\??(.*)$/s.exec(incoming.url ?? '/') ?? [];
  const sourceIp = (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
  const traceRoot = `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const headers: Record<string, string> = { 'content-length': String(body.length) };
  const cookies: string[] = [];
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    // Payload format 2.0 has a list of its own for cookies.
    if (name === 'cookie') cookies.push(...values.flatMap((value) => value.split(/;\s*/)));
    else headers[name] = values.join(',');
  }
  headers['x-amzn-trace-id'] = traceRoot;
  headers['x-forwarded-for'] = sourceIp;
  headers['x-forwarded-port'] = String(port);
  headers['x-forwarded-proto'] = 'http';
  return {
    // Sixteen characters that end in `=`, as API Gateway's have.
    requestId: randomBytes(11).toString('base64url').padEnd(16, '='),
    method: incoming.method ?? 'GET',
    rawPath,
    rawQuery,
    headers,
    cookies,
    body,
    sourceIp,
    protocol: `HTTP/${incoming.httpVersion}`,
    time: new Date(),
  };
}
