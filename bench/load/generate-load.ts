import { Agent } from 'node:http';
import { type Call, call, isSuccess, type Response, unexpected } from './http.ts';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly milliseconds: number;
  /** The next call; undefined when there is nothing left to do. */
  readonly next: () => Call | undefined;
  /** Any other status ends the load with an error. By default, those of success are accepted. */
  readonly accepts?: (status: number) => boolean;
  /** `sentAt` is in milliseconds since the epoch. */
  readonly onResponse?: (response: Response, call: Call, sentAt: number) => void;
}

export interface LoadResult {
  /** From the first request to the last response. */
  readonly milliseconds: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Keeps one request under way on each connection for the given time. Rejects at the first request that fails. */
export async function generateLoad(load: Load): Promise<LoadResult> {
  const { url, connections, next, accepts = isSuccess, onResponse } = load;
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
