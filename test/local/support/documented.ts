import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { HttpResponse } from './http.ts';

/** Holds what the API answers against docs/openapi.json. */

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: object; readonly headers?: { readonly ETag?: object } }>
  >;
}

const PATH = join(resolve(__dirname, '../../..'), 'docs', 'openapi.json');
const document = JSON.parse(readFileSync(PATH, 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, 'api');
const validators = new Map<string, ValidateFunction>();

const templates = Object.keys(document.paths).map((template) => ({
  template,
  // Parameters last: `/x/records` is no `/x/{id}`.
  parameters: template.split('{').length,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));
templates.sort((a, b) => a.parameters - b.parameters);

/** Throws an Error for an answer that the document does not have: a status, a body, or a call. */
export function requireDocumented(method: string, pathAndQuery: string, { status, headers, body }: HttpResponse): void {
  const [path = ''] = pathAndQuery.split('?');
  const operation = operationOf(method, path);
  // A call that the API does not have gets a 404, and API Gateway's own answers have no code.
  if (!operation || (status >= 400 && body?.code === undefined)) return;
  const { template, responses } = operation;
  const response = responses[String(status)];
  if (!response)
    throw new Error(`${method} ${template} is not documented to answer ${status}: ${JSON.stringify(body)}`);
  if (status < 400 && headers.has('etag') !== (response.headers?.ETag !== undefined)) {
    throw new Error(`${method} ${template} → ${status} is documented ${headers.has('etag') ? 'without' : 'with'} ETag`);
  }
  if (response.$ref === undefined && response.content === undefined) {
    if (body === undefined) return;
    throw new Error(`${method} ${template} → ${status} is documented without body: ${JSON.stringify(body)}`);
  }
  const pointer =
    response.$ref?.slice(1) ?? pointerOf('paths', template, method.toLowerCase(), 'responses', String(status));
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  const validate = validatorOf(`api#${pointer}/${pointerOf('content', type, 'schema').slice(1)}`);
  if (validate(body)) return;
  const errors = validate.errors?.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  throw new Error(`${method} ${path} → ${status} is not as documented: ${errors?.join('; ')}\n${JSON.stringify(body)}`);
}

function operationOf(method: string, path: string): (Operation & { readonly template: string }) | undefined {
  const template = templates.find(
    ({ template: one, pattern }) => pattern.test(path) && document.paths[one][method.toLowerCase()],
  );
  return template && { template: template.template, ...document.paths[template.template][method.toLowerCase()] };
}

function pointerOf(...names: string[]): string {
  return names.map((name) => `/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
}

function validatorOf(reference: string): ValidateFunction {
  const known = validators.get(reference) ?? ajv.compile({ $ref: reference });
  validators.set(reference, known);
  return known;
}
