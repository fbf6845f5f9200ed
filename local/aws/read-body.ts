import type { IncomingMessage } from 'node:http';

/** Nobody means to send more; who does is cut off. */
const MAX_DISCARDED_BYTES = 100 * 1024 * 1024;

/**
 * Collects a body; `undefined` when it is larger than `limit`. The rest of such a body is read and forgotten, because
 * most clients look for an answer only when they have sent everything.
 */
export async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else if (size > MAX_DISCARDED_BYTES) throw new Error('the body does not end');
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}
