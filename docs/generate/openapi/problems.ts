import { ERROR_CODES, type ErrorKind } from '../../../core/domain/errors.ts';
import type { JwtCaller } from '../../../core/runtime/http/caller.ts';
import { HTTP_STATUS } from '../../../core/runtime/http/problem.ts';
import type { Route } from '../../../core/runtime/http/route.ts';
import { ERROR_DESCRIPTIONS } from '../error-descriptions.ts';
import type { Json } from './json-schema.ts';
import type { Operation } from './operation.ts';

/** The problems of the API, from the error codes. */

/** Problems that any call may meet, and those that depend on what a route reads. */
const ALWAYS: readonly ErrorKind[] = ['forbidden', 'internal', 'unavailable'];

/** The problems that a call of the route may meet. */
export function problemsOf(key: string, input: Route<JwtCaller>['input'], operation: Operation): Json {
  const kinds = new Set<ErrorKind>(ALWAYS);
  const changes = !key.startsWith('GET');
  if (key.includes('{')) kinds.add('not_found');
  if (changes) kinds.add('conflict');
  if (input.body || input.query || changes) kinds.add('malformed').add('invalid');
  if (input.body) kinds.add('unsupported_media_type');
  if (operation.ifMatch) kinds.add('precondition_failed');
  const statuses = [...kinds].map((kind) => HTTP_STATUS[kind].status).sort((a, b) => a - b);
  return {
    ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${status}` }])),
    401: { $ref: '#/components/responses/401' },
    429: { $ref: '#/components/responses/429' },
  };
}

export const GATEWAY_ERROR = {
  type: 'object',
  properties: { message: { type: 'string' } },
  required: ['message'],
  description: 'A response of the API gateway, which rejects some calls before the hub gets them.',
};

/** The response of each kind of problem, with its codes. */
export function problemResponses(): Json {
  const problems = Object.entries(HTTP_STATUS).map(([kind, { status, title }]) => {
    const codes = Object.entries(ERROR_CODES).flatMap(([code, one]) => (one === kind ? [code] : []));
    const lines = codes.map((code) => `- \`${code}\`: ${whenOf(code)}`);
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    return [status, { description: `${title}.\n\n${lines.join('\n')}`, content }];
  });
  const gateway = { 'application/json': { schema: { $ref: '#/components/schemas/GatewayError' } } };
  return {
    ...Object.fromEntries(problems),
    401: { description: 'The token is missing or invalid; `www-authenticate` says why.', content: gateway },
    429: { description: 'There are more requests than the stage permits.', content: gateway },
  };
}

function whenOf(code: string): string {
  return Object.entries(ERROR_DESCRIPTIONS).find(([one]) => one === code)?.[1].when ?? '';
}

export function problemSchema(): Json {
  return {
    type: 'object',
    description: 'An RFC 9457 problem.',
    properties: {
      type: { const: 'about:blank' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { enum: Object.keys(ERROR_CODES) },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { path: { type: 'string' }, message: { type: 'string' } },
          required: ['path', 'message'],
          additionalProperties: false,
        },
      },
      current_version: { type: 'integer', description: 'Of `request.version_mismatch`: the version to decide on.' },
    },
    required: ['type', 'title', 'status', 'code', 'detail'],
    additionalProperties: false,
  };
}
