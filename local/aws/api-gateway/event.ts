import { isUtf8 } from 'node:buffer';
import type { RouteMatch } from '../../http/router.ts';
import type { RouteDefinition } from './definition.ts';
import type { GatewayRequest } from './gateway-request.ts';

/** The members of an event's `requestContext` that all requests share. */
export interface EventContext {
  readonly api: { readonly id: string };
  readonly accountId: string;
  readonly domainName: string;
}

/**
 * The content types whose body is text in the event. All others are base64: `application/*+json`, forms, another
 * charset than UTF-8, and no content type. AWS documents only that binary bodies are encoded; which those are is observed:
 * https://github.com/ministackorg/ministack/pull/766, https://github.com/floci-io/floci/issues/2172
 */
const TEXT = /^(text\/[^\s;]+|application\/(json|javascript|xml))\s*(;\s*charset="?utf-8"?\s*)?$/i;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0 */
export function buildEvent(
  request: GatewayRequest,
  { route, pathParameters }: RouteMatch<RouteDefinition>,
  claims: Readonly<Record<string, string>> | undefined,
  { api, accountId, domainName }: EventContext,
): Record<string, unknown> {
  const query = joinedQuery(request.query);
  const isText = TEXT.test(request.headers['content-type'] ?? '') && isUtf8(request.body);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(request.cookies.length > 0 && { cookies: request.cookies }),
    headers: request.headers,
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    requestContext: {
      accountId,
      apiId: api.id,
      ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
      domainName,
      domainPrefix: domainName.split('.')[0],
      http: {
        method: request.method,
        path: request.path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: route.routeKey,
      stage: '$default',
      time: logTime(request.time),
      timeEpoch: request.time.getTime(),
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(request.body.length > 0 && { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

function joinedQuery(rawQuery: string): Record<string, string> {
  // A map, because a parameter may be named `constructor` or `__proto__`.
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(query);
}

/** `21/Nov/2026:04:02:11 +0000` */
export function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}
