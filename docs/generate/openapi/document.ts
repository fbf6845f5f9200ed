import { type $ZodType, toJSONSchema } from 'zod/v4/core';
import type { JwtCaller } from '../../../core/runtime/http/caller.ts';
import type { Route } from '../../../core/runtime/http/route.ts';
import { openTable } from '../../../core/store/table.ts';
import { apiRoutes } from '../../../functions/api/routes.ts';
import { managementRoutes } from '../../../functions/management/routes.ts';
import { described, descriptionOf, inComponents, isJson, type Json } from './json-schema.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations/index.ts';
import { GATEWAY_ERROR, problemResponses, problemSchema, problemsOf } from './problems.ts';
import { TAGS } from './tags.ts';

/** The northbound API as an OpenAPI 3.1 document, from the tables of routes, their schemas and the error codes. */

const VERSION = '1.0.0';
const SUPPLIER_API =
  "The routes by which suppliers post their documents are not described here: they are those of ServiceNow's Spendint API and Table API (docs/suppliers.md).";

export function openApiDocument(): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  const routes = definitions();
  for (const [key, operation] of Object.entries(OPERATIONS)) {
    const route = routes[key];
    if (!route) throw new RangeError(`There is no route ${key}.`);
    const [method = '', path = ''] = key.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(key, route, operation, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'procurement-hub',
      version: VERSION,
      summary: "One API between a company's ITSM desk, its suppliers and its spend systems.",
      description: SUPPLIER_API,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the OpenID issuer with the claims `sub`, `org_id` and `roles`.',
        },
      },
      responses: problemResponses(),
      schemas: { ...components, Problem: problemSchema(), GatewayError: GATEWAY_ERROR },
    },
  };
}

/** The routes by key. Nothing is called: they only tell what they read. */
function definitions(): Readonly<Record<string, Route<JwtCaller>>> {
  const table = openTable('openapi');
  const urls = { protocols: ['https:'], loopback: false };
  const secrets = { describe: unused, read: unused, save: unused, delete: unused };
  const webhooks = {
    table,
    urls,
    send: unused,
    secrets: { create: unused, read: unused, put: unused, delete: unused },
  };
  return { ...apiRoutes(table), ...managementRoutes({ table, secrets, urls, webhooks }) };
}

function unused(): never {
  throw new Error('The document calls no route.');
}

function describe(key: string, { input }: Route<JwtCaller>, operation: Operation, components: Json): Json {
  const [method = '', path = ''] = key.split(' ');
  const roles = input.roles.map((role) => `\`${role}\``).join(', ');
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathParameter(name)),
    ...(input.query ? queryParameters(input.query) : []),
    ...(method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ...(operation.ifMatch ? [IF_MATCH] : []),
  ];
  const description = [operation.description, `Roles: ${roles}.`].filter(Boolean).join('\n\n');
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description,
    ...(parameters.length > 0 && { parameters }),
    ...(input.body && { requestBody: requestBody(input.body) }),
    responses: { ...successes(operation, components), ...problemsOf(key, input, operation) },
  };
}

function pathParameter(name: string): Json {
  const schema = { type: 'string', minLength: 1, maxLength: 128 };
  return { name, in: 'path', required: true, schema, ...descriptionOf(name) };
}

function queryParameters(query: $ZodType): Json[] {
  const { properties = {}, required = [] } = described(toJSONSchema(query, INPUT));
  if (!isJson(properties)) return [];
  const names = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, schema]) => {
    const { description, ...rest } = isJson(schema) ? schema : {};
    return { name, in: 'query', required: names.includes(name), description, schema: rest };
  });
}

function requestBody(body: $ZodType): Json {
  const schema = described(toJSONSchema(body, INPUT));
  const isRequired = Array.isArray(schema.required) && schema.required.length > 0;
  return { required: isRequired, content: { 'application/json': { schema } } };
}

function successes({ responses, etag }: Operation, components: Json): Json {
  const entries = Object.entries(responses).map(([status, body]) => {
    if (body === null) return [status, { description: 'Success, without a body.' }];
    const schema = inComponents(described(toJSONSchema(body, { io: 'output' })), components);
    const headers = etag ? { headers: { ETag: { description: 'The version.', schema: { type: 'string' } } } } : {};
    return [status, { description: 'Success.', ...headers, content: { 'application/json': { schema } } }];
  });
  return Object.fromEntries(entries);
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'A repeated call with the same key gets the response of the first one, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The `ETag` that the caller has seen: the call fails with 412 if there is a later version.',
  schema: { type: 'string' },
};

const INPUT = { io: 'input', unrepresentable: 'any' } as const;
