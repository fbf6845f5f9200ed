import type { HttpRequest } from '../http/message.ts';

/** Undefined when the request has no Basic credentials. */
export function readBasic({ headers }: HttpRequest) {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  return { user, password: password.join(':') };
}

/** Undefined when the request has no bearer token. */
export function readBearer({ headers }: HttpRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** The parameters of a token request. */
export type TokenRequest = Readonly<Record<string, string>>;

/**
 * Reads a form. The client's id and secret come by HTTP Basic, or with most vendors also in the form
 * (https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
 */
export function readTokenRequest(request: HttpRequest, isBasicRequired = false): TokenRequest {
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  const basic = readBasic(request);
  if (basic === undefined && !isBasicRequired) return form;
  return { ...form, client_id: basic?.user ?? '', client_secret: basic?.password ?? '' };
}
