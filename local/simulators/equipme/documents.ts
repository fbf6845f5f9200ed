import { STATUS_CODES } from 'node:http';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';
import { VendorError } from '../vendor-api.ts';
import create from './openapi/create.json' with { type: 'json' };
import remove from './openapi/delete.json' with { type: 'json' };
import list from './openapi/list.json' with { type: 'json' };
import read from './openapi/read.json' with { type: 'json' };
import update from './openapi/update.json' with { type: 'json' };

/** The vendor's documents as published, one for each operation (equipme 1). */
const DOCUMENTS = { list, create, read, delete: remove, update };

/** Bodies of successes without a declared response (equipme 14, 18). */
const UNDECLARED: Readonly<Record<string, string>> = {
  create: 'list#/components/schemas/RequestList',
  update: 'delete#/components/schemas/NoContentResult',
};

const COMMON = { allErrors: true, validateSchema: false };
const ajv = addFormats.default(new Ajv({ ...COMMON, strictTypes: false }));
const parameterAjv = addFormats.default(new Ajv({ ...COMMON, coerceTypes: true, useDefaults: true }));
ajv.addVocabulary(Object.keys(list));
for (const [name, document] of Object.entries(DOCUMENTS)) {
  // OpenAPI allows `nullable` without a type, for any value; ajv does not.
  const isAny = (value: unknown) => Object(value).nullable === true && Object(value).type === undefined;
  ajv.addSchema(
    JSON.parse(JSON.stringify(document), (_, value) => (isAny(value) ? {} : value)),
    name,
  );
}

/** The validator of a schema such as `list#/components/schemas/Request`, compiled when it is first used. */
export function validator<T = unknown>(ref: string): ValidateFunction<T> {
  const found = ajv.getSchema<T>(ref);
  if (found === undefined) throw new Error(`The documents have no ${ref}.`);
  return found;
}

export function describe(errors: readonly ErrorObject[] | null | undefined): string {
  return ajv.errorsText([...(errors ?? [])], { dataVar: '' });
}

const CONTENT = 'content/application~1json/schema';

/** One of the vendor's operations. */
function operation(name: keyof typeof DOCUMENTS) {
  const [[path, methods] = ['', {}]] = Object.entries(DOCUMENTS[name].paths);
  const [[method, definition] = ['', {}]] = Object.entries(methods);
  const ref = `${name}#/paths/${encodeURIComponent(path.replaceAll('/', '~1'))}/${method}`;
  const declared: readonly { name: string; schema: object }[] = Object(definition).parameters ?? [];
  const properties = Object.fromEntries(declared.map((parameter) => [parameter.name, parameter.schema]));
  const parameterSchema = { type: 'object', properties };
  return {
    /** Such as `GET /v1/procurement/requests/{requestId}`. */
    key: `${method.toUpperCase()} ${path}`,
    /** Fills in defaults and turns texts into numbers and booleans. */
    parameters: () => parameterAjv.compile<Readonly<Record<string, unknown>>>(parameterSchema),
    body: <Body>(): ValidateFunction<Body> => validator(`${ref}/requestBody/${CONTENT}`),
    /** Throws when a response is not what the document declares: a defect of the simulator. */
    check({ status, body }: HttpResponse): void {
      if (status === 204) return;
      const inferred = status < 400 ? UNDECLARED[name] : `${name}#/components/schemas/ErrorResponse`;
      const validate = ajv.getSchema(`${ref}/responses/${status}/${CONTENT}`) ?? validator(inferred ?? '');
      if (validate(JSON.parse(String(body)))) return;
      throw new Error(`${status} of ${this.key} does not conform: ${describe(validate.errors)}`);
    },
  };
}
export type Operation = ReturnType<typeof operation>;

export const OPERATIONS = {
  list: operation('list'),
  create: operation('create'),
  read: operation('read'),
  delete: operation('delete'),
  update: operation('update'),
};

/** The vendor's `ErrorResponse`; its codes are not public (equipme 6). */
export function errorResponse(status: number, errorDescription?: string): HttpResponse {
  const reason = STATUS_CODES[status] ?? 'Error';
  const body = { errorCode: reason.replaceAll(' ', ''), errorDescription: errorDescription ?? reason, data: null };
  return jsonResponse(status, body, status === 429 ? { 'retry-after': '1' } : {});
}

export function refuse(status: number, description?: string): VendorError {
  return new VendorError(errorResponse(status, description));
}
