import { createServer, type RequestListener, type Server } from 'node:http';
import { errorCode } from '../error-code.ts';
import { StartError } from '../start-error.ts';

export interface HttpServer {
  readonly port: number;
  readonly url: string;
  /** Whoever asks before this is told that the node is still starting. */
  serve(listener: RequestListener): void;
  /** Takes no new connections and waits for the requests in flight, but not for ever. */
  close(graceMs: number): Promise<void>;
}

const starting: RequestListener = (_request, response) => {
  response.writeHead(503, { 'retry-after': '1' }).end();
};

/** Listens on the loopback interface; `name` is the environment variable that says where, `what` is for people. */
export async function listen(port: number, name: string, what: string): Promise<HttpServer> {
  let current = starting;
  const server = createServer((request, response) => current(request, response));
  // Longer than the usual client keeps an idle connection, so that none is closed under its next request.
  server.keepAliveTimeout = 65_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, '127.0.0.1', resolve);
  try {
    await promise;
  } catch (error) {
    throw portError(error, port, name, what);
  }
  const bound = portOf(server);
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

/** A taken or forbidden port in words that say what to do. */
export function portError(error: unknown, port: number, name: string, what: string): unknown {
  const code = errorCode(error);
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return error;
  const why = code === 'EADDRINUSE' ? 'is taken by another process' : 'may not be used by you';
  return new StartError(`Port ${port}, meant for ${what}, ${why}. Set ${name} to another one (0: any free port).`);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('the server has no port');
}
