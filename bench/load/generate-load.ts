import { Agent, request } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  /** JSON. */
  readonly body?: string;
}

export interface Response {
  readonly status: number;
  readonly body: string;
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly milliseconds: number;
  /** The next call; undefined when there is nothing left to do. */
  readonly next: () => Call | undefined;
  /** Any other status ends the load with an error. */
  readonly accepts: (status: number) => boolean;
  /** `sentAt` is in milliseconds since the epoch. */
  readonly onResponse?: (response: Response, call: Call, sentAt: number) => void;
}

export interface LoadResult {
  /** From the first request to the last response. */
  readonly milliseconds: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
}

const RESPONSE_DEADLINE_MS = 30_000;
const SHOWN_BODY = 300;

/** Keeps one request under way on each connection for the given time. Rejects at the first request that fails. */
export async function generateLoad(load: Load): Promise<LoadResult> {
  const { url, connections, next, accepts, onResponse } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  const start = performance.now();
  let last = start;
  let failed = false;

  async function drive(): Promise<void> {
    while (last - start < load.milliseconds && !failed) {
      const one = next();
      if (one === undefined) return;
      const sent = performance.now();
      const response = await call(url, one, agent);
      last = performance.now();
      latencies.push(last - sent);
      if (!accepts(response.status)) throw new Error(unexpected(one, response));
      onResponse?.(response, one, performance.timeOrigin + sent);
    }
  }

  try {
    await Promise.all(Array.from({ length: connections }, drive));
  } finally {
    failed = true;
    agent.destroy();
  }
  return { milliseconds: last - start, latencies };
}

/** One call; rejects with an error that names it when there is no response. */
export function call(url: string, { method, path, token, body }: Call, agent?: Agent): Promise<Response> {
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Error(`${method} ${path}: ${error.message}`, { cause: error }));
    const sent = request(url + path, { ...(agent && { agent }), method, headers, timeout: RESPONSE_DEADLINE_MS });
    sent.on('error', fail).on('timeout', () => sent.destroy(new Error(`no response in ${RESPONSE_DEADLINE_MS} ms`)));
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('error', fail).on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.end(body);
  });
}

export function unexpected({ method, path }: Call, { status, body }: Response): string {
  return `${method} ${path} returned ${status}: ${body.slice(0, SHOWN_BODY)}`;
}
