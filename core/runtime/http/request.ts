import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { HubError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

export function readBody({ body, isBase64Encoded }: HttpEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
}

/** The JSON document in the body; an empty body reads as `{}`. Throws `body.content_type` or `body.malformed`. */
export function readJson(event: HttpEvent): unknown {
  const text = readBody(event);
  if (text === '') return {};
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new HubError('body.content_type', `Content-Type must be application/json, not ${type || 'absent'}.`);
  }
  const document = parseJson(text);
  if (document === undefined) throw new HubError('body.malformed', 'The body is not valid JSON.');
  return document;
}

type ParameterName<Key extends string> = Key extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterName<Rest>
  : never;

/** The path parameters of a route key: `{ id: string }` for `GET /v1/erp/procurement/{id}`. */
export type PathParameters<Key extends string> = Readonly<Record<ParameterName<Key>, string>>;

/** No id is longer, and longer ones would not fit the table's keys. */
const MAX_PARAMETER_LENGTH = 128;

/** The path parameters, decoded. Throws `route.not_found` when one is absent, empty or too long. */
export function readPathParameters<Key extends string>(key: Key, event: HttpEvent): PathParameters<Key> {
  const parameters = event.pathParameters ?? {};
  if (!hasParameters(key, parameters)) throw routeNotFound(event);
  return parameters;
}

function hasParameters<Key extends string>(
  key: Key,
  parameters: Readonly<Record<string, string | undefined>>,
): parameters is PathParameters<Key> {
  return [...key.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => {
    const length = parameters[name]?.length ?? 0;
    return length > 0 && length <= MAX_PARAMETER_LENGTH;
  });
}

const MAX_SHOWN_PATH = 128;

export function routeNotFound({ rawPath, requestContext }: HttpEvent): HubError {
  const { method } = requestContext.http;
  return new HubError('route.not_found', `The API has no ${method} ${rawPath.slice(0, MAX_SHOWN_PATH)}.`);
}
