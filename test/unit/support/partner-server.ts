import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { types } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';

export interface PartnerCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A response, or a failure of the network: the connection is reset, or ends within the body, or nothing comes. */
export type PartnerReply =
  | { readonly status: number; readonly headers?: Record<string, string | string[]>; readonly body?: unknown }
  | 'reset'
  | 'cut off'
  | 'silence';

export interface PartnerServer {
  url(): string;
  /** Starts a new situation: forgets the calls and replies as the test says from here on. */
  reply(how: (call: PartnerCall) => PartnerReply): void;
  readonly calls: readonly PartnerCall[];
  /** Ends the server before the end of the file. */
  stop(): Promise<void>;
}

/** An HTTP server on a free port for the tests of the file. Text and buffers are sent as they are, anything else as JSON. */
export function partnerServer(): PartnerServer {
  const calls: PartnerCall[] = [];
  let how: (call: PartnerCall) => PartnerReply = () => 'reset';

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://partner');
    const call: PartnerCall = {
      method: request.method ?? '',
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body: await text(request),
    };
    calls.push(call);
    const reply = how(call);
    if (reply === 'silence') return;
    if (reply === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    if (reply === 'cut off') {
      response.writeHead(201, { 'content-length': '1000' }).write('{');
      setImmediate(() => request.socket.destroy());
      return;
    }
    const { status, headers, body = '' } = reply;
    response.writeHead(status, headers);
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
  let url = '';
  const server = createServer((request, response) => void answer(request, response));

  beforeAll(async () => {
    url = await listen(server);
  });
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  afterAll(stop);

  return {
    url: () => url,
    reply: (next) => {
      calls.length = 0;
      how = next;
    },
    calls,
    stop,
  };
}

/** A URL whose port was free a moment ago: connections to it are refused. */
export async function urlWithoutServer(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * Jest runs each test file in a realm with an `Error` of its own, and fetch throws errors of Node's realm. In a file that
 * uses this module, `instanceof Error` holds for both, as it does outside Jest.
 */
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this === Error && (types.isNativeError(value) || value instanceof DOMException)) return true;
    return typeof this === 'function' && Function.prototype[Symbol.hasInstance].call(this, value);
  },
});
