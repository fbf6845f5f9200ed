import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type HttpResponse, readBody, writeResponse } from '../../http/message.ts';
import { createRouter, type RouteMatch } from '../../http/router.ts';
import type { Invocation } from '../lambda/invocation.ts';
import { AwsError } from '../service.ts';
import { accessLogLine } from './access-log.ts';
import type { ApiDefinition, RouteDefinition } from './definition.ts';
import { buildEvent, type EventContext } from './event.ts';
import { type GatewayRequest, toGatewayRequest } from './gateway-request.ts';
import { FAILED, HEAD_TOO_LARGE, NOT_FOUND, RATE_LIMITED, TOO_LARGE, UNAVAILABLE } from './gateway-responses.ts';
import { type AuthorizeToken, createJwtAuthorizer } from './jwt-authorizer.ts';
import { headBytes, MAX_BODY_BYTES, MAX_HEAD_BYTES } from './limits.ts';
import { readResponse } from './response.ts';
import { createThrottle } from './throttle.ts';

export interface ApiGatewayOptions extends EventContext {
  readonly api: ApiDefinition;
  readonly region: string;
  readonly port: () => number;
  /** Receives the lines of the access log, if the stage has one. */
  readonly onAccess: (line: string) => void;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** Whether the function's resource policy grants the invocation from this route. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly onRequest: () => void;
  /** Receives the causes of responses with status 500. */
  readonly onError: (error: unknown) => void;
}

/** The HTTP API: finds the route, verifies the token, invokes the function and sends its response. */
export function createApiGateway(options: ApiGatewayOptions): RequestListener {
  const { api, invoke, onAccess, onRequest, onError } = options;
  const findRoute = createRouter(api.routes.map((route) => [route.routeKey, route]));
  const admit = api.throttle ? createThrottle(api.throttle.rate, api.throttle.burst) : () => true;
  // Routes with the same authorizer share its keys.
  const authorizers = new Map<string, AuthorizeToken>();
  const authorizerOf = ({ authorizer }: RouteDefinition): AuthorizeToken | undefined => {
    if (authorizer === undefined) return undefined;
    const key = JSON.stringify(authorizer);
    const shared = authorizers.get(key) ?? createJwtAuthorizer(authorizer);
    authorizers.set(key, shared);
    return shared;
  };
  const authorize = new Map(api.routes.map((route) => [route, authorizerOf(route)]));

  async function respond(
    request: GatewayRequest,
    match: RouteMatch<RouteDefinition> | undefined,
  ): Promise<HttpResponse> {
    if (match === undefined) return NOT_FOUND;
    if (!admit()) return RATE_LIMITED;
    const { routeKey, functionArn, timeoutMs } = match.route;
    const authorization = await authorize.get(match.route)?.(request.headers.authorization);
    if (authorization && 'rejection' in authorization) return authorization.rejection;
    if (!options.mayInvoke(functionArn, sourceArn(options, routeKey))) {
      throw new Error(`The resource policy of ${functionArn} does not grant invocations from the route ${routeKey}.`);
    }
    const event = buildEvent(request, match, authorization?.claims, options);
    return integrate(() => invoke(functionArn, event), timeoutMs);
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const start = performance.now();
    onRequest();
    const body = await readBody(incoming, MAX_BODY_BYTES);
    const request = toGatewayRequest(incoming, body ?? Buffer.alloc(0), options.port());
    const match = findRoute(request.method, request.path);
    const tooLarge = headBytes(incoming) > MAX_HEAD_BYTES ? HEAD_TOO_LARGE : body === undefined ? TOO_LARGE : undefined;
    const response =
      tooLarge ??
      (await respond(request, match).catch((error: unknown) => {
        onError(error);
        return FAILED;
      }));
    writeResponse(outgoing, { ...response, headers: { ...response.headers, 'apigw-requestid': request.requestId } });
    if (api.accessLogFormat === undefined) return;
    const routeKey = match?.route.routeKey ?? '-';
    const bytes = Buffer.byteLength(response.body ?? '');
    const milliseconds = performance.now() - start;
    onAccess(accessLogLine(api.accessLogFormat, request, { routeKey, status: response.status, bytes, milliseconds }));
  }

  return (incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy());
}

/** The response of an invocation: the function's own, or the one that API Gateway sends for its failure. */
async function integrate(invoke: () => Promise<Invocation>, timeoutMs: number): Promise<HttpResponse> {
  const timeout = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => timeout.resolve(undefined), timeoutMs);
  try {
    const invocation = await Promise.race([invoke(), timeout.promise]);
    if (invocation === undefined) return UNAVAILABLE;
    const response = invocation.functionError === undefined ? readResponse(invocation.payload) : undefined;
    return response ?? FAILED;
  } catch (error) {
    if (error instanceof AwsError && error.status === 413) return TOO_LARGE;
    if (error instanceof AwsError && error.status === 429) return RATE_LIMITED;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function sourceArn({ api, region, accountId }: ApiGatewayOptions, routeKey: string): string {
  const [method = '', path] = routeKey.split(' ');
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${path === undefined ? routeKey : method + path}`;
}
