import type { RequestListener } from 'node:http';
import { errorCode } from '../error-code.ts';
import { StartError } from '../start-error.ts';

// An import would load all that the module only has on demand: fetch and WebSocket, 17 MB.
const { createServer } = process.getBuiltinModule('node:http');

export interface HttpListener {
  readonly port: number;
  readonly url: string;
  /** Until this is called, every request gets a 503. */
  serve(listener: RequestListener): void;
  /** Takes no new connections and gives requests in flight `graceMs` to end. */
  close(graceMs: number): Promise<void>;
}

/** Longer than clients usually keep an idle connection, so that none is closed as its next request arrives. */
const KEEP_ALIVE_MS = 65_000;

/** Above every limit of an emulated service, so that the service itself refuses what is too large. */
const MAX_HEAD_BYTES = 65_536;

const OPTIONS = { keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEAD_BYTES };

/** Listens on the loopback interface; `variable` is the environment variable that sets the port of `purpose`. */
export async function listen(port: number, variable: string, purpose: string): Promise<HttpListener> {
  let current: RequestListener = (_incoming, outgoing) => outgoing.writeHead(503, { 'retry-after': '1' }).end();
  const server = createServer(OPTIONS, (request, response) => current(request, response));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  await promise.catch((error: unknown) => {
    throw portError(error, port, variable, purpose);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    serve: (listener) => {
      current = listener;
    },
    close: async (graceMs) => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function portError(error: unknown, port: number, variable: string, purpose: string): unknown {
  const code = errorCode(error);
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const reason = code === 'EADDRINUSE' ? 'is already in use' : 'needs more privileges than this user has';
  return new StartError(
    `Port ${port} for ${purpose} ${reason}. Set ${variable} to another port, or to 0 for any free port.`,
  );
}
