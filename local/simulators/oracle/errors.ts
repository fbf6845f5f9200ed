import { STATUS_CODES } from 'node:http';
import type * as z from 'zod';
import { type HttpResponse, jsonResponse } from '../../http/message.ts';

export interface Problem {
  readonly detail: string;
  /** For example `POR-2010896`. The sources name few codes, and none is made up. */
  readonly code?: string | undefined;
  /** For example `/lines/0/Supplier`; positions count from 0. */
  readonly path?: string | undefined;
}

/** A refusal, which is written as the request's framework version wants it. */
export class OracleError extends Error {
  readonly status: number;
  readonly problems: readonly Problem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, problems: readonly Problem[], headers: OracleError['headers'] = {}) {
    super(problems.map(({ detail }) => detail).join(' '));
    this.name = 'OracleError';
    this.status = status;
    this.problems = problems;
    this.headers = headers;
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

/** oracle 24, 25: JSON from framework version 4 on, plain text before. */
export function errorResponse({ status, problems, headers }: OracleError, frameworkVersion = '1'): HttpResponse {
  if (!/^[4-9]$/.test(frameworkVersion)) {
    const lines = problems.map(({ detail, code }) => (code === undefined ? detail : `${detail} (${code})`));
    return { status, headers: { ...headers, 'content-type': 'text/plain;charset=utf-8' }, body: lines.join('\n') };
  }
  const details = problems.map(({ detail, code, path }) => ({ detail, 'o:errorCode': code, 'o:errorPath': path }));
  const body = { title: STATUS_CODES[status] ?? 'Error', status: String(status), 'o:errorDetails': details };
  return jsonResponse(status, body, { ...headers, 'content-type': 'application/vnd.oracle.adf.error+json' });
}

/** The response to an injected `status` fault: a 500 is empty (oracle 26). */
export function failure(status: number): HttpResponse {
  if (status === 401) return unauthorized('Basic realm="Fusion"');
  return status === 500 ? { status } : errorResponse(refuse(status, STATUS_CODES[status] ?? 'Error'), '4');
}

export function unauthorized(challenge: string): HttpResponse {
  const headers = { 'content-type': 'text/html;charset=utf-8', 'www-authenticate': challenge };
  return { status: 401, headers, body: '<html><head><title>401 Unauthorized</title></head></html>' };
}
