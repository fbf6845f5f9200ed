import type { RequestListener, ServerResponse } from 'node:http';
import type { Invocation } from '../lambda/invocation.ts';
import { readBody } from '../read-body.ts';
import { AwsError } from '../service.ts';
import type { AccessLog } from './access-log.ts';
import type { ApiDefinition, JwtAuthorizerDefinition, RouteDefinition } from './definition.ts';
import { buildEvent, type GatewayPlace } from './event.ts';
import { type HttpRequest, readRequest } from './http-request.ts';
import { type AuthorizeToken, createJwtAuthorizer } from './jwt-authorizer.ts';
import * as problems from './problems.ts';
import { type HttpAnswer, readResponse } from './response.ts';
import { createRouter, type RouteMatch } from './routes.ts';
import { createThrottle } from './throttle.ts';

export interface ApiGatewayOptions extends GatewayPlace {
  readonly api: ApiDefinition;
  readonly region: string;
  readonly port: () => number;
  readonly log: AccessLog;
  readonly invoke: (functionArn: string, event: unknown) => Promise<Invocation>;
  /** What the function's resource policy says about a call from this route. */
  readonly mayInvoke: (functionArn: string, sourceArn: string) => boolean;
  readonly onRequest: () => void;
  /** Told of what the caller sees only as a 500. */
  readonly onError: (error: unknown) => void;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;
const TIMED_OUT = Symbol('timed out');

/** The HTTP API: finds the route, checks the token, calls the function, sends what it answers. */
export function createApiGateway(options: ApiGatewayOptions): RequestListener {
  const { api, log, invoke, onRequest, onError } = options;
  const route = createRouter(api.routes);
  const admit = api.throttle ? createThrottle(api.throttle.rate, api.throttle.burst) : () => true;
  const authorizers = new Map<JwtAuthorizerDefinition, AuthorizeToken>();
  for (const { authorizer } of api.routes) {
    if (authorizer && !authorizers.has(authorizer)) authorizers.set(authorizer, createJwtAuthorizer(authorizer));
  }

  async function answer(request: HttpRequest, match: RouteMatch | undefined): Promise<HttpAnswer> {
    if (match === undefined) return problems.answerOf(problems.NOT_FOUND);
    if (!admit()) return problems.answerOf(problems.RATE_LIMITED);
    const { authorizer, scopes, functionArn, timeoutMs } = match.route;
    const authorize = authorizer && authorizers.get(authorizer);
    const authorization = await authorize?.(request.headers.authorization, scopes);
    if (authorization && 'problem' in authorization) return problems.answerOf(authorization.problem);
    if (!options.mayInvoke(functionArn, sourceArn(options, match.route))) {
      throw new Error(`${functionArn} has no permission that lets the API's route ${match.route.routeKey} invoke it`);
    }
    const event = buildEvent(request, match, authorization?.claims, options);
    return integrate(() => invoke(functionArn, event), timeoutMs);
  }

  return (incoming, outgoing) => {
    const start = performance.now();
    onRequest();
    void (async () => {
      const body = await readBody(incoming, MAX_REQUEST_BYTES);
      const request = readRequest(incoming, body ?? Buffer.alloc(0), options.port());
      const match = route(request.method, request.rawPath);
      const result =
        body === undefined
          ? problems.answerOf(problems.TOO_LARGE)
          : await answer(request, match).catch((error: unknown) => {
              onError(error);
              return problems.answerOf(problems.FAILED);
            });
      send(outgoing, request, result);
      const milliseconds = performance.now() - start;
      const routeKey = match?.route.routeKey ?? '-';
      log.write({ request, routeKey, status: result.status, bytes: result.body.length, milliseconds });
    })().catch(() => outgoing.destroy());
  };
}

/** What the caller sees of an invocation: its answer, or which of AWS's errors stands for it. */
async function integrate(invoke: () => Promise<Invocation>, timeoutMs: number): Promise<HttpAnswer> {
  const late = Promise.withResolvers<typeof TIMED_OUT>();
  const timer = setTimeout(late.resolve, timeoutMs, TIMED_OUT);
  try {
    const invocation = await Promise.race([invoke(), late.promise]);
    if (invocation === TIMED_OUT) return problems.answerOf(problems.UNAVAILABLE);
    const response = invocation.functionError === undefined ? readResponse(invocation.payload) : undefined;
    return response ?? problems.answerOf(problems.FAILED);
  } catch (error) {
    if (error instanceof AwsError && error.status === 413) return problems.answerOf(problems.TOO_LARGE);
    if (error instanceof AwsError && error.status === 429) return problems.answerOf(problems.RATE_LIMITED);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function send(outgoing: ServerResponse, { requestId }: HttpRequest, answer: HttpAnswer): void {
  for (const [name, value] of Object.entries(answer.headers)) outgoing.setHeader(name, value);
  outgoing.setHeader('apigw-requestid', requestId);
  if (answer.status !== 204 && answer.status !== 304) outgoing.setHeader('content-length', answer.body.length);
  outgoing.writeHead(answer.status);
  outgoing.end(answer.body);
}

function sourceArn({ api, region, accountId }: ApiGatewayOptions, { routeKey }: RouteDefinition): string {
  const [method = '', path] = routeKey.split(' ');
  return `arn:aws:execute-api:${region}:${accountId}:${api.id}/$default/${path === undefined ? routeKey : method + path}`;
}
