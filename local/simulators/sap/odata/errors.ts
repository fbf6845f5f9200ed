import type { HttpResponse } from '../../../http/message.ts';

/** sap 45. */
export const SEVERITY = { warning: 3, error: 4 } as const;

/**
 * `code` is message class and number (sap 44). Except for `CX_SXML_PARSE_ERROR` (sap 46), the codes and texts are made
 * up: a client must not branch on them.
 */
interface Message {
  readonly code: string;
  readonly text: string;
  /** For example `_PurchaseOrderItem(1)/_PurOrdAccountAssignment(1)/CostCenter`; positions count from 1. */
  readonly target?: string | undefined;
}

type Category = 'Provider_Application_Error' | 'Client_Error' | 'System_Error';

/** An error of an OData service. */
export class SapError extends Error {
  readonly status: number;
  readonly category: Category;
  readonly messages: readonly [Message, ...Message[]];

  constructor(status: number, category: Category, messages: readonly [Message, ...Message[]]) {
    super(messages[0].text);
    this.name = 'SapError';
    this.status = status;
    this.category = category;
    this.messages = messages;
  }
}

export function clientError(status: number, text: string): SapError {
  return new SapError(status, 'Client_Error', [{ code: `/IWBEP/CM_V4_COS/${status}`, text }]);
}

/** For a request that SAP would understand and this simulator does not. */
export function notSimulated(what: string): SapError {
  return clientError(400, `The simulator does not support ${what}`);
}

/** The body does not fit the metadata: SAP's parser stops before any business check (sap 46). */
export function parseError(reasons: readonly string[]): SapError {
  const malformed = 'The Data Services Request could not be understood due to malformed syntax';
  const details = reasons.map((text) => ({ code: '/IWCOR/CX_OD_EP_PROPERTY_ERROR', text }));
  return new SapError(400, 'Client_Error', [
    { code: 'CX_SXML_PARSE_ERROR', text: 'Error while parsing an XML stream' },
    { code: '/IWCOR/CX_OD_BAD_REQUEST', text: malformed },
    ...details,
  ]);
}

/** Collects the reasons against a request, so that one response names all of them. */
export class ValidationMessages {
  readonly #messages: Message[];
  readonly #at: string;

  constructor(at = '', messages: Message[] = []) {
    this.#at = at;
    this.#messages = messages;
  }

  /** The same collection, with targets in a child. */
  in(navigation: string, index: number): ValidationMessages {
    return new ValidationMessages(`${this.#at}${navigation}(${index + 1})/`, this.#messages);
  }

  add(code: string, text: string, property = ''): void {
    this.#messages.push({ code, text, target: `${this.#at}${property}`.replace(/\/$/, '') || undefined });
  }

  throwIfAny(): void {
    const [first, ...rest] = this.#messages;
    if (first) throw new SapError(400, 'Provider_Application_Error', [first, ...rest]);
  }
}

/** What SAP's web server answers itself, such as the 503 of the web dispatcher (sap 49). */
export function htmlPage(status: number, title: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { 'content-type': 'text/html;charset=utf-8', ...headers }, body };
}

/** sap 5. */
export function unauthorized(scheme: 'Basic' | 'Bearer'): HttpResponse {
  const parameter = scheme === 'Basic' ? 'realm="SAP NetWeaver Application Server [S4H/100]"' : 'error="invalid_token"';
  return htmlPage(401, '401 Logon failed', { 'www-authenticate': `${scheme} ${parameter}` });
}
