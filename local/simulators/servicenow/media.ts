import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { isMediaType } from '../vendor-api.ts';
import { platformError } from './errors.ts';

/** servicenow 7. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Refuses a call for its headers or its size (servicenow 6–8). */
export function checkMedia({ method, headers, body }: HttpRequest, formAllowed: boolean): void {
  if (headers.accept === undefined) throw platformError(400, 'Invalid headers', 'The Accept header is missing');
  if (accepted(headers.accept) === undefined) throw platformError(406, 'Not Acceptable', headers.accept);
  if (method === 'GET') return;
  const type = headers['content-type'];
  if (type === undefined) throw platformError(400, 'Invalid headers', 'The Content-Type header is missing');
  const isForm = formAllowed && isMediaType(type, 'application/x-www-form-urlencoded');
  if (!isForm && !isMediaType(type, 'application/json')) throw platformError(415, 'Unsupported Media Type', type);
  if (body.length <= MAX_BODY_BYTES) return;
  const size = `content-length = ${body.length} bytes. Max allowed: ${MAX_BODY_BYTES} bytes.`;
  throw platformError(400, 'Exception while reading request', `Rejected large REST payload with ${size}`);
}

/** JSON responses as XML when the caller prefers that (servicenow 9). */
export function encode({ headers }: HttpRequest, response: HttpResponse): HttpResponse {
  if (accepted(headers.accept ?? '') !== 'xml') return response;
  const content: unknown = JSON.parse(String(response.body));
  const body = `<?xml version="1.0" encoding="UTF-8"?>${element('response', content)}`;
  return { ...response, headers: { ...response.headers, 'content-type': 'application/xml;charset=UTF-8' }, body };
}

/** The first media type of the header that the platform can return. */
function accepted(accept: string): 'json' | 'xml' | undefined {
  for (const part of accept.split(',')) {
    const type = part.split(';')[0]?.trim().toLowerCase() ?? '';
    if (['application/json', 'application/*', '*/*'].includes(type)) return 'json';
    if (['application/xml', 'text/xml'].includes(type)) return 'xml';
  }
  return undefined;
}

/** An array is its element repeated. The names are the simulator's own and need no escapes. */
function element(name: string, content: unknown): string {
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join('');
  const inner =
    typeof content === 'object' && content !== null
      ? Object.entries(content).map(([key, value]) => element(key, value))
      : [escaped(String(content ?? ''))];
  return `<${name}>${inner.join('')}</${name}>`;
}

/** Characters that XML does not have are left out. */
function escaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[&<>\r]/gu, (one) => escapes[one] ?? '');
}
