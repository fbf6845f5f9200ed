import { randomBytes } from 'node:crypto';
import type { HttpResponse } from '../../http/message.ts';

/** sap 45. */
export const SEVERITY = { warning: 3, error: 4 } as const;

/**
 * `code` is message class and number (sap 44). Except for `CX_SXML_PARSE_ERROR` (sap 46), the codes and texts are made
 * up: a client must not branch on them.
 */
export interface Message {
  readonly code: string;
  readonly text: string;
  /** For example `_PurchaseOrderItem(1)/_PurOrdAccountAssignment(1)/CostCenter`; positions count from 1. */
  readonly target?: string | undefined;
}

type Category = 'Provider_Application_Error' | 'Client_Error' | 'System_Error';

/** An error of the OData service. */
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
  const details = reasons.map((text) => ({ code: '/IWCOR/CX_OD_EP_PROPERTY_ERROR', text }));
  return new SapError(400, 'Client_Error', [
    { code: 'CX_SXML_PARSE_ERROR', text: 'Error while parsing an XML stream' },
    {
      code: '/IWCOR/CX_OD_BAD_REQUEST',
      text: 'The Data Services Request could not be understood due to malformed syntax',
    },
    ...details,
  ]);
}

/** sap 44. */
export function errorResponse({ status, category, messages }: SapError, now: number): HttpResponse {
  const [first, ...details] = messages.map(({ code, text, target }) => ({ code, message: text, target }));
  const severity = { '@SAP__common.Severity': 'error', '@SAP__common.numericSeverity': SEVERITY.error };
  const error = {
    ...first,
    '@SAP__common.ExceptionCategory': category,
    details: details.map((detail) => ({ ...detail, ...severity })),
    innererror: {
      ErrorDetails: {
        '@SAP__common.Application': {
          ComponentId: 'MM-PUR-PO',
          ServiceRepository: 'SRVD_A2X',
          ServiceId: 'API_PURCHASEORDER_2',
          ServiceVersion: '0001',
        },
        '@SAP__common.TransactionId': randomBytes(16).toString('hex').toUpperCase(),
        '@SAP__common.Timestamp': `${new Date(now).toISOString().replace(/[-:TZ]/g, '')}000`,
      },
    },
  };
  return { status, headers: ODATA_JSON, body: JSON.stringify({ error }) };
}

export const ODATA_JSON = {
  'content-type': 'application/json;odata.metadata=minimal;charset=utf-8',
  'odata-version': '4.0',
};

const HTML = { 'content-type': 'text/html;charset=utf-8' };

/** sap 5. */
export function unauthorized(challenge = 'Basic realm="SAP NetWeaver Application Server [S4H/100]"'): HttpResponse {
  return { status: 401, headers: { ...HTML, 'www-authenticate': challenge }, body: page('401 Logon failed') };
}

/** The response for an injected `status` fault; 503 is the page of the web dispatcher (sap 49). */
export function failure(status: number, now: number): HttpResponse {
  if (status === 401) return unauthorized();
  if (status === 503) return { status, headers: HTML, body: page('503 Service Unavailable') };
  const category = status < 500 ? 'Client_Error' : 'System_Error';
  return errorResponse(new SapError(status, category, [{ code: 'SY/530', text: `Request ended with ${status}` }]), now);
}

function page(title: string): string {
  return `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}
