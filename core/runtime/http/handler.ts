import middy from '@middy/core';
import { HubError } from '../../domain/errors.ts';
import type { Table } from '../../store/table.ts';
import { logger, toError } from '../logger.ts';
import { errorResponses, logContext } from '../middlewares.ts';
import type { Caller } from './caller.ts';
import { etagOf } from './etag.ts';
import type { HttpResponse } from './problem.ts';
import { runOnce } from './replay.ts';
import { type HttpEvent, routeNotFound } from './request.ts';
import type { Route, RouteOutcome } from './route.ts';

export interface HttpHandlerOptions<C> {
  readonly table: Table;
  /** Identifies the caller. Throws a HubError when it can't. */
  readonly authenticate: (event: HttpEvent) => C | Promise<C>;
  readonly problem: (error: unknown, event: HttpEvent) => HttpResponse;
  readonly encode: (outcome: RouteOutcome, event: HttpEvent) => HttpResponse;
  readonly clock?: () => number;
}

/** The handler of an HTTP API: one function behind a table of routes, keyed by API Gateway's `routeKey`. */
export function createHttpHandler<C extends Caller>(
  routes: Readonly<Record<string, Route<C>>>,
  { table, authenticate, problem, encode, clock = Date.now }: HttpHandlerOptions<C>,
) {
  return middy<HttpEvent, HttpResponse>()
    .use(
      logContext<HttpEvent>(({ requestContext, routeKey }) => ({
        request_id: requestContext.requestId,
        route: routeKey,
      })),
    )
    .use(
      errorResponses<HttpEvent, HttpResponse>((error, event) => {
        const response = problem(error, event);
        if (response.statusCode >= 500) logger.error('Request failed', toError(error));
        return response;
      }),
    )
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw routeNotFound(event);
      const caller = await authenticate(event);
      logger.appendKeys({ org_id: caller.orgId });
      route.authorize(caller);
      const run = (nowMs: number) => route.run(event, caller, nowMs);
      const outcome = await runOnce(table, event, caller, run, clock()).catch(async (error: unknown) => {
        // Another call was faster. With `If-Match`, the route throws the error that names the version it left.
        if (event.headers['if-match'] && isVersionConflict(error)) await run(clock());
        throw error;
      });
      return encode(outcome, event);
    });
}

function isVersionConflict(error: unknown): boolean {
  return error instanceof HubError && error.code === 'conflict.version';
}

export function encodeJson({ status, body, version }: RouteOutcome): HttpResponse {
  const etag = version === undefined ? {} : { etag: etagOf(version) };
  if (body === undefined) return { statusCode: status, headers: etag, body: '' };
  return { statusCode: status, headers: { 'content-type': 'application/json', ...etag }, body: JSON.stringify(body) };
}
