import type { HttpRequest } from '../http/message.ts';

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** The `Authorization` header of HTTP Basic. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Undefined when the request has no Basic credentials. */
export function readBasic({ headers }: HttpRequest): BasicCredentials | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString().split(':');
  return { user, password: password.join(':') };
}

/** Undefined when the request has no bearer token. */
export function readBearer({ headers }: HttpRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/**
 * The parameters of a token request, from a form. The client's id and secret may also come by HTTP Basic
 * (https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).
 */
export function readTokenRequest(request: HttpRequest): Readonly<Record<string, string>> {
  const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
  const basic = readBasic(request);
  return basic === undefined ? form : { ...form, client_id: basic.user, client_secret: basic.password };
}
