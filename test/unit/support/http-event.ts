import type { HttpEvent } from '../../../core/runtime/http/request.ts';

type Claims = HttpEvent['requestContext']['authorizer']['jwt']['claims'];

/** The claims of a token as API Gateway's JWT authorizer passes them on. */
export const REQUESTER_CLAIMS = {
  sub: 'usr_7nLsW8kF9xYt',
  org_id: 'org_5jHtK4pR8uWn',
  roles: '[procurement_requester]',
};

export interface HttpCall {
  readonly path?: string;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly base64?: boolean;
  readonly claims?: Claims;
  readonly requestId?: string;
}

/** A call of a route as API Gateway's HTTP API sends it to the function, payload format 2.0. */
export function httpEvent(
  routeKey: string,
  {
    path,
    params,
    query,
    headers,
    body,
    base64 = false,
    claims = REQUESTER_CLAIMS,
    requestId = 'req-http',
  }: HttpCall = {},
): HttpEvent {
  const [method = '', template = ''] = routeKey.split(' ');
  const rawPath = path ?? template.replace(/\{(\w+)\}/g, (_, name) => params?.[name] ?? '');
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    requestContext: {
      accountId: '000000000000',
      apiId: 'hub',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
      requestId,
      routeKey,
      stage: '$default',
      time: '24/Feb/2024:00:00:00 +0000',
      timeEpoch: 1_708_732_800_000,
      authorizer: { principalId: '', integrationLatency: 0, jwt: { claims, scopes: [] } },
    },
    isBase64Encoded: base64,
    ...(params && { pathParameters: params }),
    ...(query && { queryStringParameters: query }),
    ...(text !== undefined && { body: base64 ? Buffer.from(text).toString('base64') : text }),
  };
}
