import type { IncomingMessage } from 'node:http';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** "Total combined size of request line and header values" in the same table. */
export const MAX_HEAD_BYTES = 10_240;

/** Bytes of the request line and the headers. Their names count too, so that the sum is never below AWS's. */
export function headBytes({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): number {
  const requestLine = `${method} ${url} HTTP/${httpVersion}\r\n`;
  // Each name is followed by `: `, and each value by a line end.
  return rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1') + 2, requestLine.length);
}
