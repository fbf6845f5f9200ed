import middy from '@middy/core';
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod';
import { HubError } from '../domain/errors.ts';
import {
  findAnswer,
  fingerprintOf,
  type IdempotencyKey,
  type StoredAnswer,
  storeAnswer,
} from '../store/idempotency.ts';
import { commit, type Table, type Write } from '../store/table.ts';
import { type Caller, callerFromClaims, type Role, requireRole } from './caller.ts';
import { logger } from './logger.ts';
import { parseInput } from './parse.ts';
import { type HttpAnswer, problemFrom } from './problem.ts';

/** The wrapper of every HTTP entry point: parse, check, replay, handle, commit, answer. */

type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** What a route decides: the answer, and the writes that make it true. The door commits them together. */
export interface RouteOutcome {
  readonly status: number;
  readonly body: unknown;
  readonly writes?: readonly Write[];
}

export interface RouteInput<Body, Query> {
  readonly body: Body;
  readonly query: Query;
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
  /** Milliseconds since the epoch: one instant for the whole request. */
  readonly nowMs: number;
}

export interface RouteDefinition<Body, Query> {
  /** The caller needs one of these. */
  readonly roles: readonly Role[];
  readonly body?: z.ZodType<Body>;
  readonly query?: z.ZodType<Query>;
  handle(input: RouteInput<Body, Query>): Promise<RouteOutcome>;
}

/** A route whose input types are known only to itself. */
export interface Route {
  readonly roles: readonly Role[];
  run(event: HttpEvent, caller: Caller, nowMs: number): Promise<RouteOutcome>;
}

/** Defines a route: schemas and handler, checked against each other. */
export function defineRoute<Body = unknown, Query = unknown>(definition: RouteDefinition<Body, Query>): Route {
  return {
    roles: definition.roles,
    run: (event, caller, nowMs) =>
      definition.handle({
        body: parseInput<Body>(definition.body ?? z.custom<Body>(), definition.body ? readJson(event) : undefined),
        query: parseInput<Query>(definition.query ?? z.custom<Query>(), event.queryStringParameters ?? {}),
        params: readParams(event),
        caller,
        nowMs,
      }),
  };
}

/** The handler of a door: one function behind many routes, keyed by API Gateway's `routeKey`. */
export function createHttpDoor(routes: Readonly<Record<string, Route>>, table: Table, clock: () => number = Date.now) {
  return middy<HttpEvent, HttpAnswer>()
    .onError((request) => {
      const answer = problemFrom(request.error);
      if (answer.statusCode >= 500 && request.error) logger.error('Request failed', request.error);
      request.response = answer;
    })
    .handler(async (event) => {
      logger.resetKeys();
      logger.appendKeys({ request_id: event.requestContext.requestId, route: event.routeKey });
      const route = routes[event.routeKey];
      if (!route) throw nothingAt(event.rawPath);
      const caller = callerFromClaims(event.requestContext.authorizer.jwt.claims);
      logger.appendKeys({ org_id: caller.orgId });
      requireRole(caller, route.roles);
      return answer(await perform(route, event, caller, table, clock()));
    });
}

function answer({ status, body }: StoredAnswer): HttpAnswer {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json' },
    body,
  };
}

async function perform(
  route: Route,
  event: HttpEvent,
  caller: Caller,
  table: Table,
  nowMs: number,
): Promise<StoredAnswer> {
  const key = idempotencyKey(event, caller);
  const earlier = key && (await findAnswer(table, key));
  if (earlier) return earlier;
  try {
    const outcome = await route.run(event, caller, nowMs);
    const stored = { status: outcome.status, body: JSON.stringify(outcome.body) };
    const writes = outcome.writes ?? [];
    // First, so that of two conditions that fail together the key's is the one that is reported.
    await commit(
      table,
      key && writes.length > 0 ? [storeAnswer(key, stored, Math.floor(nowMs / 1000)), ...writes] : writes,
    );
    return stored;
  } catch (error) {
    if (!key || !(error instanceof HubError) || error.code === 'idempotency.in_progress') throw error;
    // A twin with the same key may have been first, and its change may be why this one is refused.
    const twin = await findAnswer(table, key);
    if (twin) return twin;
    throw error;
  }
}

const MAX_KEY_LENGTH = 255;

function idempotencyKey(event: HttpEvent, { orgId, userId }: Caller): IdempotencyKey | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined || event.requestContext.http.method !== 'POST') return undefined;
  if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
    const message = `must have 1 to ${MAX_KEY_LENGTH} characters`;
    throw new HubError('malformed', 'idempotency.key_malformed', `Idempotency-Key: ${message}`, [
      { path: 'Idempotency-Key', message },
    ]);
  }
  return {
    orgId,
    userId,
    key,
    fingerprint: fingerprintOf(event.requestContext.http.method, event.rawPath, readBody(event)),
  };
}

/** No id is longer; what is would not fit the table's keys. */
const MAX_PARAMETER_LENGTH = 128;

function readParams({ pathParameters, rawPath }: HttpEvent): Record<string, string> {
  const params = Object.entries(pathParameters ?? {}).map(([name, value]): [string, string] => [name, value ?? '']);
  if (params.some(([, value]) => value.length > MAX_PARAMETER_LENGTH)) throw nothingAt(rawPath);
  return Object.fromEntries(params);
}

function nothingAt(path: string): HubError {
  return new HubError('not_found', 'route.not_found', `There is nothing at ${path.slice(0, MAX_PARAMETER_LENGTH)}.`);
}

function readBody({ body, isBase64Encoded }: HttpEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

/** The JSON document in the body; no body at all reads as an empty one. */
function readJson(event: HttpEvent): unknown {
  const text = readBody(event);
  if (text === '') return {};
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new HubError(
      'unsupported_media_type',
      'body.content_type',
      `Send Content-Type: application/json, not ${type || 'none'}.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubError(
      'malformed',
      'body.malformed',
      `The body is not JSON: ${error instanceof Error ? error.message : error}`,
    );
  }
}
