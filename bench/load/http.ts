import { type Agent, request } from 'node:http';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** JSON. */
  readonly body?: string | undefined;
}

export interface Response {
  readonly status: number;
  readonly body: string;
}

const RESPONSE_DEADLINE_MS = 30_000;
const SHOWN_BODY = 300;

/** One call; rejects with an error that names it when there is no response. */
export function call(url: string, { method, path, token, headers, body }: Call, agent?: Agent): Promise<Response> {
  const all = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new Error(`${method} ${path}: ${error.message}`, { cause: error }));
    const sent = request(url + path, { ...(agent && { agent }), method, headers: all, timeout: RESPONSE_DEADLINE_MS });
    sent.on('error', fail).on('timeout', () => sent.destroy(new Error(`no response in ${RESPONSE_DEADLINE_MS} ms`)));
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('error', fail).on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.end(body);
  });
}

/** The JSON of a response; rejects when the call is not successful. */
export async function callForJson(url: string, one: Call): Promise<unknown> {
  const response = await call(url, one);
  if (!isSuccess(response.status)) throw new Error(unexpected(one, response));
  return response.body === '' ? undefined : JSON.parse(response.body);
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

export function unexpected({ method, path }: Call, { status, body }: Response): string {
  return `${method} ${path} returned ${status}: ${body.slice(0, SHOWN_BODY)}`;
}
