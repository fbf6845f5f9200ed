import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { permittedLookup, requirePermittedUrl, type UrlRules } from './addresses.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether only the status and the headers of the response matter, and its text stays empty. */
  readonly discardsBody?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A call without a complete response. `reason` is Node's error code, or `TimeoutError` once `signal` has timed out. */
export class HttpFailure extends Error {
  readonly reason: string;
  /** Whether no connection was made, so that nothing can have received the request. */
  readonly notSent: boolean;

  constructor(reason: string, notSent: boolean, cause: unknown) {
    super(`The call failed (${reason}).`, { cause });
    this.name = 'HttpFailure';
    this.reason = reason;
    this.notSent = notSent;
  }
}

const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Idle connections end before most servers end them: a request on one that the server is ending is lost. */
const KEEP_ALIVE = { keepAlive: true, timeout: 4000 };
const AGENTS = { 'http:': new HttpAgent(KEEP_ALIVE), 'https:': new HttpsAgent(KEEP_ALIVE) };

/**
 * Sends a request to a public address, checked after each name resolution, without following redirects. The built-in fetch
 * can't be told which of a name's addresses was checked. Throws UnsafeUrlError or HttpFailure.
 */
export async function sendHttp(
  { method, url, headers, body, discardsBody = false }: HttpRequest,
  { signal, ...rules }: UrlRules & { readonly signal: AbortSignal },
): Promise<HttpResponse> {
  const target = requirePermittedUrl(url, rules);
  const isTls = target.protocol === 'https:';
  let connected = false;
  try {
    signal.throwIfAborted();
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const call: ClientRequest = (isTls ? httpsRequest : httpRequest)(target, {
        method,
        headers: { 'user-agent': 'procurement-hub', ...headers },
        agent: isTls ? AGENTS['https:'] : AGENTS['http:'],
        lookup: permittedLookup(rules),
        signal,
      });
      call.on('socket', (socket) => {
        connected = call.reusedSocket;
        if (connected) return;
        socket.once(isTls ? 'secureConnect' : 'connect', () => {
          connected = true;
        });
      });
      // Node ends a call whose response switches protocols (101) without an error.
      call.on('close', () => reject(Object.assign(new Error('No response.'), { code: 'NO_RESPONSE' })));
      call.on('response', resolve).on('error', reject).end(body);
    });
    const text = discardsBody ? discard(response) : await readText(response);
    return { status: response.statusCode ?? 0, headers: headersOf(response), text };
  } catch (error) {
    if (isUnsafe(error)) throw error;
    throw new HttpFailure(signal.aborted ? reasonOf(signal.reason) : reasonOf(error), !connected, error);
  }
}

function isUnsafe(error: unknown): boolean {
  return error instanceof Error && error.name === 'UnsafeUrlError';
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return headers;
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw Object.assign(new Error('The body is too large.'), { code: 'RESPONSE_TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** More of a body is not received. */
const MAX_DISCARDED_BYTES = 64 * 1024;

/** Lets the connection end by itself, whatever becomes of the body. */
function discard(response: IncomingMessage): string {
  let size = 0;
  response.on('error', () => {});
  response.on('data', (chunk: Uint8Array) => {
    size += chunk.length;
    if (size > MAX_DISCARDED_BYTES) response.destroy();
  });
  return '';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return error.name;
  return 'code' in error && error.code !== '' ? String(error.code) : error.message;
}
