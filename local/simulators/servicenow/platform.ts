import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { isRecord } from '../entity.ts';
import type { Clock } from '../simulator.ts';
import { isMediaType, refusal, type VendorError } from '../vendor-api.ts';
import { sysIdOf } from './database.ts';

/** The platform's errors (servicenow 40). */
export function platformError(
  status: number,
  message: string,
  detail: string | null = null,
  headers: Readonly<Record<string, string>> = {},
): VendorError {
  return refusal(status, { error: { message, detail }, status: 'failure' }, headers);
}

export function notAuthenticated(): VendorError {
  const headers = { 'www-authenticate': 'BASIC realm="Service-now"' };
  return platformError(401, 'User Not Authenticated', 'Required to provide Auth information', headers);
}

/** The response for an injected `status` fault. */
export function failure(status: number): HttpResponse {
  return (status === 401 ? notAuthenticated() : platformError(status, STATUS_CODES[status] ?? 'Unknown error'))
    .response;
}

/** What a hibernating instance returns to every call (servicenow 43). */
export const HIBERNATING: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: '<html><head><title>Instance Hibernating page</title></head><body>Your instance is hibernating.</body></html>',
};

/** servicenow 7. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** The second is what curl sends unless told otherwise (servicenow 8). */
const BODY_TYPES = ['application/json', 'application/x-www-form-urlencoded'];

/** Refuses a call for its headers or its size (servicenow 6–8). */
export function checkMedia({ method, headers, body }: HttpRequest): void {
  const { accept, 'content-type': type } = headers;
  if (accept === undefined) throw platformError(400, 'Invalid headers', 'The Accept header is missing');
  if (accepted(accept) === undefined) throw platformError(406, 'Not Acceptable', accept);
  if (method === 'GET') return;
  if (type === undefined) throw platformError(400, 'Invalid headers', 'The Content-Type header is missing');
  if (!BODY_TYPES.some((one) => isMediaType(type, one))) throw platformError(415, 'Unsupported Media Type', type);
  if (body.length <= MAX_BODY_BYTES) return;
  const size = `content-length = ${body.length} bytes. Max allowed: ${MAX_BODY_BYTES} bytes.`;
  throw platformError(400, 'Exception while reading request', `Rejected large REST payload with ${size}`);
}

/** JSON responses as XML when the caller prefers that (servicenow 9). */
export function encode({ headers }: HttpRequest, response: HttpResponse): HttpResponse {
  if (accepted(headers.accept ?? '') !== 'xml') return response;
  const body = `<?xml version="1.0" encoding="UTF-8"?>${element('response', JSON.parse(String(response.body)))}`;
  return { ...response, headers: { ...response.headers, 'content-type': 'application/xml;charset=UTF-8' }, body };
}

/** The first media type of the header that the platform can return. */
function accepted(accept: string): string | undefined {
  const types = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const type = types.find((one) => /^(application\/(json|xml|\*)|text\/xml|\*\/\*)$/.test(one));
  return type && (type.endsWith('xml') ? 'xml' : 'json');
}

/** An array is its element repeated. The names are the simulator's own and need no escapes. */
function element(name: string, content: unknown): string {
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join('');
  const inner = isRecord(content)
    ? Object.entries(content).map(([key, value]) => element(key, value))
    : [escaped(String(content ?? ''))];
  return `<${name}>${inner.join('')}</${name}>`;
}

/** Characters that XML does not have are left out. */
function escaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[&<>\r]/gu, (one) => escapes[one] ?? '');
}

const PATHS = { 'Table API': '/api/now/', 'Spendint API': '/api/sn_spend_intg/' };

/** How many calls of an API each user may make in an hour. */
const RateRuleSchema = z.strictObject({ api: z.enum(['Table API', 'Spendint API']), limit: z.int().min(0) });
type RateRule = z.infer<typeof RateRuleSchema>;

const HOUR_MS = 3_600_000;

/** The rate limit rules (servicenow 42). The counts are not stored. */
export function createRateRules(rules: MemoryCollection<RateRule>, clock: Clock) {
  const counts = new Map<string, number>();
  const all = () => [...rules.values()];
  const ruleFor = (path: string) => all().find(({ api }) => path.startsWith(PATHS[api]));
  const nextHour = () => (Math.floor(clock() / HOUR_MS) + 1) * HOUR_MS;

  return {
    /** Throws a 429 when the hour's calls are used up. */
    count(user: string, path: string): void {
      const rule = ruleFor(path);
      if (rule === undefined) return;
      const key = `${nextHour()} ${rule.api} ${user}`;
      const calls = (counts.get(key) ?? 0) + 1;
      counts.set(key, calls);
      if (calls <= rule.limit) return;
      const detail = `Rate limit of ${rule.limit} requests per hour for ${rule.api} exceeded`;
      const retryAfter = Math.ceil((nextHour() - clock()) / 1000);
      throw platformError(429, 'Rate limit exceeded', detail, { 'retry-after': String(retryAfter) });
    },
    /** What every response has to a call that a rule applies to. */
    headers(path: string): Readonly<Record<string, string>> {
      const rule = ruleFor(path);
      if (rule === undefined) return {};
      return {
        'x-ratelimit-limit': String(rule.limit),
        'x-ratelimit-reset': String(nextHour() / 1000),
        'x-ratelimit-rule': sysIdOf(['sys_rate_limit_rules', rule.api]),
      };
    },
    all,
    reset: () => counts.clear(),
    routes: {
      'PUT /rate-rule': ({ body }) => {
        const rule = parseBody(RateRuleSchema, body);
        rules.put(rule.api, rule);
        return rule;
      },
    } satisfies JsonRoutes,
  };
}
