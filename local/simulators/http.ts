/** The HTTP message as a simulator sees it: paths without the partner's prefix, bodies as text. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export interface PartnerRequest {
  readonly method: string;
  /** Path without the partner's prefix and without the query, still percent-encoded. */
  readonly path: string;
  /** What follows `?`, still percent-encoded; empty when there is none. */
  readonly query: string;
  /** Names in lower case, as Node delivers them. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PartnerAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** Larger than any document of the six partners; a guard against a runaway client, not a vendor's limit. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export class BodyTooLarge extends Error {}

export async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES) throw new BodyTooLarge(`body exceeds ${MAX_BODY_BYTES} bytes`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function writeAnswer(response: ServerResponse, answer: PartnerAnswer): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.writeHead(answer.status);
  response.end(answer.body);
}

export function jsonAnswer(status: number, body: unknown): PartnerAnswer {
  return { status, headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(body) };
}
