import { STATUS_CODES } from 'node:http';
import type * as z from 'zod';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../../http/message.ts';
import { VendorError } from '../vendor-api.ts';

export interface Problem {
  readonly detail: string;
  /** For example `POR-2010896`. The sources name few codes, and none is made up. */
  readonly code?: string | undefined;
  /** For example `/lines/0/Supplier`; positions count from 0. */
  readonly path?: string | undefined;
}

/** oracle 24, 25: JSON from framework version 4 on, plain text before. */
export class OracleError extends VendorError {
  readonly #text: string;

  constructor(status: number, problems: readonly Problem[], headers: Readonly<Record<string, string>> = {}) {
    const details = problems.map(({ detail, code, path }) => ({ detail, 'o:errorCode': code, 'o:errorPath': path }));
    const body = { title: STATUS_CODES[status] ?? 'Error', status: String(status), 'o:errorDetails': details };
    super(jsonResponse(status, body, { ...headers, 'content-type': 'application/vnd.oracle.adf.error+json' }));
    this.#text = problems.map(({ detail, code }) => (code === undefined ? detail : `${detail} (${code})`)).join('\n');
  }

  override responseTo({ headers }: HttpRequest): HttpResponse {
    if (/^[4-9]$/.test(headers['rest-framework-version'] ?? '')) return this.response;
    const plain = { ...this.response.headers, 'content-type': 'text/plain;charset=utf-8' };
    return { ...this.response, headers: plain, body: this.#text };
  }
}

export function refuse(status: number, detail: string, path?: string): OracleError {
  return new OracleError(status, [{ detail, path }]);
}

export function notFound(): OracleError {
  return refuse(404, 'Not Found');
}

/** Throws when there are problems. */
export function refuseAll(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new OracleError(400, problems);
}

/** Reads what a client sent, or refuses it (oracle 13, 18). */
export function validate<Data>(schema: z.ZodType<Data>, sent: unknown): Data {
  const result = schema.safeParse(sent);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const detail = names.length > 0 ? `Unable to find the attribute ${names.join(', ')}.` : "The value isn't valid.";
    return { detail, path: `/${[...issue.path, ...names.slice(0, 1)].join('/')}` };
  });
  throw new OracleError(400, problems);
}

/** The response to an injected `status` fault: a 500 is empty (oracle 26). */
export function failure(status: number): HttpResponse {
  if (status === 401) return unauthorized('Basic realm="Fusion"');
  return status === 500 ? { status } : refuse(status, STATUS_CODES[status] ?? 'Error').response;
}

export function unauthorized(challenge: string): HttpResponse {
  const headers = { 'content-type': 'text/html;charset=utf-8', 'www-authenticate': challenge };
  return { status: 401, headers, body: '<html><head><title>401 Unauthorized</title></head></html>' };
}
