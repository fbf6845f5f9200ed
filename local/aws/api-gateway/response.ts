import * as z from 'zod';
import type { HttpResponse } from '../../http/message.ts';

// As in listen.ts.
const { validateHeaderName, validateHeaderValue } = process.getBuiltinModule('node:http');

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ProxyResponse = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), Scalar).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * Reads a function's result in payload format 2.0: an object with `statusCode`, or any other value, which is the JSON
 * body of a 200. Undefined for a response that API Gateway rejects.
 */
export function readResponse(payload: string): HttpResponse | undefined {
  const value: unknown = JSON.parse(payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) {
    const body = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const parsed = ProxyResponse.safeParse(value);
  if (!parsed.success) return undefined;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  if (!isWritable(headers) || !isWritable({ 'set-cookie': cookies.join() })) return undefined;
  const lowerCase = Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text] as const);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(lowerCase),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

/** Whether HTTP permits these names and values. */
function isWritable(headers: Readonly<Record<string, string>>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}
