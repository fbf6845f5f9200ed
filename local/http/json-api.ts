import type * as z from 'zod';
import { type HttpRequest, type HttpResponse, jsonResponse } from './message.ts';
import { createRouter } from './router.ts';

/** The reason why a call is rejected; `errors` names the wrong fields. */
export class HttpError extends Error {
  readonly status: number;
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(status: number, message: string, errors: HttpError['errors'] = []) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.errors = errors;
  }
}

export interface JsonCall {
  /** The values of the path's `{placeholders}`. */
  readonly params: Readonly<Record<string, string>>;
  /** The parsed body; undefined when there is none. */
  readonly body: unknown;
}

/** Returns the JSON of a 200, or undefined for 204. Throws {@link HttpError}. */
export type JsonRoute = (call: JsonCall) => unknown;
/** Keys such as `POST /orders/{po}`. */
export type JsonRoutes = Readonly<Record<string, JsonRoute>>;

/** A result with headers of its own. */
export class JsonResult {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: unknown, headers: Readonly<Record<string, string>>) {
    this.body = body;
    this.headers = headers;
  }
}

/**
 * An API for operators and tests: JSON in and out, indented for people who use curl. `translate` turns
 * other errors of the routes into {@link HttpError}s.
 */
export function createJsonApi(
  routes: JsonRoutes,
  translate: (error: unknown) => unknown = (error) => error,
): (request: HttpRequest) => Promise<HttpResponse> {
  const find = createRouter(Object.entries(routes));

  async function call({ method, path, body }: HttpRequest): Promise<HttpResponse> {
    const match = find(method, path);
    if (match === undefined && find(undefined, path)) throw new HttpError(405, `${method} is not allowed on ${path}.`);
    if (match === undefined) {
      throw new HttpError(404, `There is no ${path}. Routes: ${Object.keys(routes).join(', ')}.`);
    }
    const result = await match.route({ params: match.pathParameters, body: parseJson(body) });
    if (result === undefined) return { status: 204 };
    return result instanceof JsonResult ? indented(200, result.body, result.headers) : indented(200, result);
  }

  return (request) =>
    call(request).catch((thrown: unknown) => {
      const error = translate(thrown);
      if (!(error instanceof HttpError)) throw error;
      return indented(error.status, { message: error.message, errors: error.errors });
    });
}

/** Checks a body; throws a 400 that names each wrong field. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = safeParse(schema, body);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new HttpError(400, 'The request body is not valid.', errors);
}

function safeParse<S extends z.ZodType>(schema: S, body: unknown) {
  try {
    return schema.safeParse(body);
  } catch (error) {
    // The stack overflows in schemas that are recursive.
    if (error instanceof RangeError) throw new HttpError(400, 'The request body is nested too deeply.');
    throw error;
  }
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new HttpError(400, 'The request body is not JSON.');
  }
}

function indented(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  return { ...jsonResponse(status, undefined, headers), body: `${JSON.stringify(body, null, 2)}\n` };
}
