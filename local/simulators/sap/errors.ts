/**
 * Failures in SAP's V4 shape (facts 1.6, mark C: the shape, including CX_SXML_PARSE_ERROR for what the parser refuses).
 * The other codes are this simulator's own, in SAP's form of message class and number; a client must not branch on them.
 */
import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../../http/message.ts';

/** Facts 1.6: 1 success, 2 info, 3 warning, 4 error. */
export const SEVERITY = { warning: 3, error: 4 } as const;

export interface Message {
  readonly code: string;
  readonly text: string;
  /** For example `_PurchaseOrderItem(1)/_PurOrdAccountAssignment(1)/CostCenter`; positions count from 1. */
  readonly target?: string;
}

type Category = 'Provider_Application_Error' | 'Client_Error' | 'System_Error';

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

/** The request was understood, and the business rules refuse it. All reasons at once. */
export function refused(messages: readonly [Message, ...Message[]]): SapError {
  return new SapError(400, 'Provider_Application_Error', messages);
}

/** The body does not fit the service's metadata: SAP's parser stops before any business rule. */
export function malformed(reasons: readonly string[]): SapError {
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

/** The URL asks for something that the service does not understand. */
export function badRequest(text: string): SapError {
  return new SapError(400, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/001', text }]);
}

export function notFound(text = 'Resource not found'): SapError {
  return new SapError(404, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/014', text }]);
}

export function methodNotAllowed(text: string): SapError {
  return new SapError(405, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/105', text }]);
}

/** Facts 1.3 has `application/json` on every write; that anything else is a 415 is inferred. */
export function unsupportedMediaType(): SapError {
  const text = 'Unsupported media type: the body must be application/json';
  return new SapError(415, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/115', text }]);
}

/** KBA 3514624 (facts 1.3, mark V). */
export function preconditionRequired(): SapError {
  const text = 'Precondition required: the request must have an If-Match header';
  return new SapError(428, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/128', text }]);
}

/** Facts 1.3, ETag handling (mark V). */
export function preconditionFailed(): SapError {
  const text = 'Precondition failed: the entity has been changed in the meantime';
  return new SapError(412, 'Client_Error', [{ code: '/IWBEP/CM_V4_COS/112', text }]);
}

export function errorAnswer(error: SapError, now: number): HttpAnswer {
  const [first, ...rest] = error.messages;
  const details = rest.map((message) => ({
    ...body(message),
    '@SAP__common.Severity': 'error',
    '@SAP__common.numericSeverity': SEVERITY.error,
  }));
  const innererror = {
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
  };
  const answer = {
    error: { ...body(first), '@SAP__common.ExceptionCategory': error.category, details, innererror },
  };
  return { status: error.status, headers: ODATA_JSON, body: JSON.stringify(answer) };
}

function body({ code, text, target }: Message) {
  return target === undefined ? { code, message: text } : { code, message: text, target };
}

export const ODATA_JSON = {
  'content-type': 'application/json;odata.metadata=minimal;charset=utf-8',
  'odata-version': '4.0',
};
