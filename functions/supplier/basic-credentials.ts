/** What a caller says of itself. */
export interface BasicCredentials {
  readonly username: string;
  readonly password: string;
}

/** The user name and password of an `Authorization` header; undefined for any other header. https://www.rfc-editor.org/rfc/rfc7617 */
export function readBasic(header = ''): BasicCredentials | undefined {
  const [, encoded] = /^basic +([\w+/-]+=*)$/i.exec(header.trim()) ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}
