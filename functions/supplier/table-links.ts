import type { HttpEvent } from '../../core/runtime/http/request.ts';

/** The address that the call came to, without path. */
export function originOf({ headers, requestContext }: HttpEvent): string {
  const protocol = headers['x-forwarded-proto'] === 'http' ? 'http' : 'https';
  const host = headers.host ?? '';
  // A header's text ends up in links.
  return `${protocol}://${/^[\w.-]+(?::\d+)?$/.test(host) ? host : requestContext.domainName}`;
}

export interface ShownPage {
  readonly limit: number;
  readonly offset: number;
  /** The rows of the page: less than the limit where they are long. */
  readonly count: number;
  readonly total: number;
}

/** API Gateway takes 10,240 bytes of headers: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const MAX_LINK_LENGTH = 8000;

/** The `Link` header (servicenow 27). Of a long query, links that don't fit are left out, `next` last. */
export function linkHeader(event: HttpEvent, { limit, offset, count, total }: ShownPage): string {
  const offsets = {
    next: offset + count < total ? offset + count : undefined,
    prev: offset > 0 ? Math.max(0, offset - limit) : undefined,
    first: 0,
    last: Math.max(0, Math.ceil(total / limit) - 1) * limit,
  };
  let header = '';
  for (const [rel, to] of Object.entries(offsets)) {
    if (to === undefined) continue;
    const link = `<${originOf(event)}${event.rawPath}?${queryAt(event, limit, to)}>;rel="${rel}"`;
    if (header.length + 1 + link.length <= MAX_LINK_LENGTH) header = header === '' ? link : `${header},${link}`;
  }
  return header;
}

function queryAt({ queryStringParameters = {} }: HttpEvent, limit: number, offset: number): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(queryStringParameters)) if (value !== undefined) query.set(name, value);
  query.set('sysparm_limit', String(limit));
  query.set('sysparm_offset', String(offset));
  return query;
}
