import { authenticateJwt, type JwtCaller } from '../../../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../../../core/runtime/http/handler.ts';
import { problemResponse } from '../../../../core/runtime/http/problem.ts';
import type { Route } from '../../../../core/runtime/http/route.ts';
import type { Table } from '../../../../core/store/table.ts';
import { type HttpCall, httpEvent, REQUESTER_CLAIMS } from '../../support/http-event.ts';
import { invocation } from '../../support/invocation.ts';

/** Calls routes over a table as an administrator. */
export function callerOf(table: () => Table, routes: () => readonly Route<JwtCaller>[], clock: () => number) {
  const claims = { ...REQUESTER_CLAIMS, roles: '[procurement_admin]' };
  return async (routeKey: string, call: HttpCall = {}) => {
    const handler = createHttpHandler(Object.fromEntries(routes().map((route) => [route.key, route])), {
      table: table(),
      authenticate: authenticateJwt,
      problem: problemResponse,
      encode: encodeJson,
      clock,
    });
    const { statusCode, body } = await handler(httpEvent(routeKey, { claims, ...call }), invocation());
    return { status: statusCode, body: JSON.parse(body) };
  };
}
