import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** A request that is read to its end. */
export interface HttpRequest {
  readonly method: string;
  /** As on the request line, still percent-encoded, without the query. */
  readonly path: string;
  /** What follows `?`, still percent-encoded; empty when there is none. */
  readonly query: string;
  /** Names in lower case; the values of a repeated header are joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Node sends a string together with the headers, in one write. */
  readonly body?: string | Buffer;
}

export interface ListenerOptions {
  readonly maxBodyBytes: number;
  /** Receives errors that the caller sees only as a 500. */
  readonly onError: (error: unknown) => void;
}

/** A client that sends more than this is disconnected. */
const MAX_DISCARDED_BYTES = 100 * 1024 * 1024;

/**
 * Responds to each request with what `handle` returns; undefined closes the connection. 413 to a body over the limit,
 * 500 when `handle` throws.
 */
export function createListener(
  handle: (request: HttpRequest) => HttpResponse | undefined | Promise<HttpResponse | undefined>,
  { maxBodyBytes, onError }: ListenerOptions,
): RequestListener {
  async function respond(incoming: IncomingMessage): Promise<HttpResponse | undefined> {
    const request = await readRequest(incoming, maxBodyBytes);
    if (request === undefined) return jsonResponse(413, { message: `The body is larger than ${maxBodyBytes} bytes.` });
    try {
      return await handle(request);
    } catch (error) {
      onError(error);
      return jsonResponse(500, { message: String(error) });
    }
  }
  return (incoming, outgoing) => {
    respond(incoming)
      .then((response) => (response ? writeResponse(outgoing, response) : outgoing.destroy()))
      .catch(() => outgoing.destroy());
  };
}

/** Undefined when the body is larger than `limit`. */
export async function readRequest(incoming: IncomingMessage, limit: number): Promise<HttpRequest | undefined> {
  const body = await readBody(incoming, limit);
  return body && toRequest(incoming, body);
}

export function toRequest(incoming: IncomingMessage, body: Buffer): HttpRequest {
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  const headers = Object.entries(incoming.headers).map(([name, value = '']) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(headers),
    body,
  };
}

/**
 * Collects a body; undefined when it is larger than `limit`. The rest of such a body is read and discarded, because
 * most clients read the response only after they have sent everything.
 */
export function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  incoming
    .on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else if (size > MAX_DISCARDED_BYTES) incoming.destroy(new Error('the body does not end'));
    })
    .on('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks)))
    .on('error', reject)
    .on('close', () => reject(new Error('the client has disconnected')));
  return promise;
}

export function writeResponse(outgoing: ServerResponse, { status, headers = {}, body = '' }: HttpResponse): void {
  for (const [name, value] of Object.entries(headers)) {
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  // With `writeHead`, Node would send the body in chunks, without its length.
  outgoing.statusCode = status;
  outgoing.end(body);
}

export function jsonResponse(status: number, body: unknown, headers: HttpResponse['headers'] = {}): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
