import * as z from 'zod/mini';
import { authenticateJwt, type JwtCaller, ROLES } from '../../../../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson, type HttpHandlerOptions } from '../../../../../core/runtime/http/handler.ts';
import { problemResponse } from '../../../../../core/runtime/http/problem.ts';
import { defineRoute, type Route, type RouteOutcome } from '../../../../../core/runtime/http/route.ts';
import { replaceItem, type Write } from '../../../../../core/store/write.ts';
import { fakeTable } from '../../../support/fake-table.ts';
import { type HttpCall, httpEvent } from '../../../support/http-event.ts';
import { invocation } from '../../../support/invocation.ts';

export const NOW_MS = 1_708_733_100_123;

/** An API of the given routes over a table in memory. `call` parses the JSON of a response's body. */
export function apiOf(
  routes: readonly Route<JwtCaller>[],
  options: Partial<HttpHandlerOptions<JwtCaller>> & { readonly remainingMs?: number } = {},
) {
  const { remainingMs, ...overrides } = options;
  const fake = fakeTable();
  const handler = createHttpHandler(Object.fromEntries(routes.map((route) => [route.key, route])), {
    table: fake.table,
    authenticate: authenticateJwt,
    problem: problemResponse,
    encode: encodeJson,
    clock: () => NOW_MS,
    ...overrides,
  });
  return {
    ...fake,
    async call(routeKey: string, call: HttpCall = {}) {
      const { statusCode, headers, body } = await handler(httpEvent(routeKey, call), invocation({ remainingMs }));
      return { status: statusCode, headers, body: JSON.parse(body) };
    },
  };
}

/** A route without parameters that does what the test says. */
export function routeOf(handle: () => RouteOutcome | Promise<RouteOutcome>): Route<JwtCaller> {
  return defineRoute('GET /v1/orders', { roles: ROLES, handle: async () => handle() });
}

export function orderItem(id: string, title: string): Write {
  return replaceItem({ pk: `ORDER#${id}`, title });
}

/** Creates orders `ord_1`, `ord_2` … by title. */
export function createOrder(): Route<JwtCaller> {
  let count = 0;
  return defineRoute('POST /v1/orders', {
    roles: ROLES,
    body: z.strictObject({
      title: z.string().check(z.minLength(1), z.maxLength(200)),
      quantity: z._default(z.int().check(z.minimum(1)), 1),
    }),
    async handle({ body: { title, quantity }, caller: { userId }, now, nowMs }) {
      const id = `ord_${++count}`;
      return { status: 201, body: { id, title, quantity, by: userId, now, nowMs }, writes: [orderItem(id, title)] };
    },
  });
}

export const getOrder = defineRoute('GET /v1/orders/{id}', {
  roles: ROLES,
  handle: async ({ params }) => ({ status: 200, body: params }),
});
