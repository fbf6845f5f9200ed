/** Answers that do not come from the OData service but from what stands before it: web dispatcher, logon, session. */
import type { HttpAnswer } from '../../http/message.ts';
import { errorAnswer, SapError } from './errors.ts';

const HTML = { 'content-type': 'text/html;charset=utf-8' };

/** Facts 1.3: Basic works everywhere; 401 for bad credentials. That the body is HTML is inferred. */
export function unauthorized(challenge = 'Basic realm="SAP NetWeaver Application Server [S4H/100]"'): HttpAnswer {
  return { status: 401, headers: { ...HTML, 'www-authenticate': challenge }, body: page('401', 'Logon failed') };
}

/** Facts 1.3 (mark C). */
export function csrfRequired(): HttpAnswer {
  return {
    status: 403,
    headers: { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' },
    body: 'CSRF token validation failed',
  };
}

/** Injected failures: a 503 is the web dispatcher's HTML page (facts 5, inferred), the rest SAP's V4 error shape. */
export function failure(status: number, now: number): HttpAnswer {
  if (status === 401) return unauthorized();
  if (status === 503) return { status, headers: HTML, body: page('503', 'Service Unavailable') };
  const category = status < 500 ? 'Client_Error' : 'System_Error';
  return errorAnswer(new SapError(status, category, [{ code: 'SY/530', text: `Request ended with ${status}` }]), now);
}

function page(status: string, title: string): string {
  return `<!DOCTYPE html><html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
}
