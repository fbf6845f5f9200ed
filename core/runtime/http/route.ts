import * as z from 'zod/mini';
import { unixSeconds } from '../../domain/time.ts';
import type { Write } from '../../store/write.ts';
import { parseInput } from '../parse-input.ts';
import { type Caller, type JwtCaller, type Role, requireRole } from './caller.ts';
import { type HttpEvent, type PathParameters, readJson, readPathParameters } from './request.ts';

/** What a route decides: the response, and the writes that the handler commits together before it is sent. */
export interface RouteOutcome {
  readonly status: number;
  readonly body: unknown;
  /** What a repeated call with the same `Idempotency-Key` gets instead: the table must not store a secret. */
  readonly replayedBody?: unknown;
  /** The version of the resource in the body; becomes the ETag. */
  readonly version?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly writes?: readonly Write[];
}

export interface RouteInput<Key extends string, Body, Query> {
  readonly body: Body;
  readonly query: Query;
  readonly params: PathParameters<Key>;
  readonly caller: JwtCaller;
  /** The `If-Match` header, for {@link requireMatch}. */
  readonly ifMatch: string | undefined;
  /** The instant of the call in Unix seconds, and in milliseconds. */
  readonly now: number;
  readonly nowMs: number;
}

export interface RouteDefinition<Key extends string, Body, Query> {
  readonly roles: readonly Role[];
  readonly body?: z.ZodMiniType<Body>;
  readonly query?: z.ZodMiniType<Query>;
  /** Decides once more on what another call has left that was faster, instead of failing with `conflict.version`. */
  readonly decidesAgain?: boolean;
  handle(input: RouteInput<Key, Body, Query>): Promise<RouteOutcome>;
}

/** A route as the handler runs it, for callers as `authenticate` returns them. */
export interface Route<C extends Caller, Key extends string = string> {
  readonly key: Key;
  /** The roles of which a caller needs one, and what the route reads: for the OpenAPI document. */
  readonly input: { readonly roles: readonly Role[]; readonly body?: z.ZodMiniType; readonly query?: z.ZodMiniType };
  /** Throws a HubError for a caller that may not use the route; called before anything is read for the caller. */
  authorize(caller: C): void;
  readonly decidesAgain?: boolean;
  run(event: HttpEvent, caller: C, nowMs: number): Promise<RouteOutcome>;
}

/** Defines a route by API Gateway's route key. The types of path parameters, body and query follow from key and schemas. */
export function defineRoute<Key extends string, Body = unknown, Query = unknown>(
  key: Key,
  { roles, body, query, decidesAgain = false, handle }: RouteDefinition<Key, Body, Query>,
): Route<JwtCaller, Key> {
  return {
    key,
    input: { roles, ...(body && { body }), ...(query && { query }) },
    decidesAgain,
    authorize: (caller) => requireRole(caller, roles),
    async run(event, caller, nowMs) {
      return handle({
        body: parseInput<Body>(body ?? z.custom<Body>(), body ? readJson(event) : undefined),
        query: parseInput<Query>(query ?? z.custom<Query>(), event.queryStringParameters ?? {}),
        params: readPathParameters(key, event),
        caller,
        ifMatch: event.headers['if-match'],
        now: unixSeconds(nowMs),
        nowMs,
      });
    },
  };
}
