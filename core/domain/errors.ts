/** What kind of failure an error is; `core/runtime/http/problem.ts` gives each kind its HTTP status. */
export type ErrorKind =
  | 'malformed'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'precondition_failed'
  | 'unsupported_media_type'
  | 'invalid'
  | 'internal'
  | 'unavailable';

/** Every error code of the API, with its kind. Codes are stable: clients match on them. */
export const ERROR_CODES = {
  'auth.claim_missing': 'forbidden',
  'auth.role_missing': 'forbidden',
  'body.content_type': 'unsupported_media_type',
  'body.malformed': 'malformed',
  'budget.currency_changed': 'conflict',
  'budget.exceeded': 'conflict',
  'budget.missing': 'conflict',
  'category.not_found': 'not_found',
  'conflict.version': 'conflict',
  'cursor.invalid': 'malformed',
  'erp.not_configured': 'conflict',
  'delivery.in_progress': 'conflict',
  'delivery.not_found': 'not_found',
  'hub.internal_error': 'internal',
  'hub.unavailable': 'unavailable',
  'idempotency.in_progress': 'conflict',
  'idempotency.key_malformed': 'malformed',
  'idempotency.key_reused': 'invalid',
  'integration.not_configured': 'not_found',
  'integration.not_found': 'not_found',
  'mapping.kind_unknown': 'not_found',
  'order.last_line': 'conflict',
  'order.line_completed': 'conflict',
  'order.line_deleted': 'conflict',
  'order.line_shipped': 'conflict',
  'order.line_unknown': 'invalid',
  'order.not_cancellable': 'conflict',
  'order.not_changeable': 'conflict',
  'order.not_found': 'not_found',
  'order.not_receivable': 'conflict',
  'order.nothing_received': 'conflict',
  'order.over_receipt': 'conflict',
  'organization.too_many_changes': 'invalid',
  'organization.unknown': 'forbidden',
  'product.not_found': 'not_found',
  'request.mapping_missing': 'conflict',
  'request.not_approved': 'conflict',
  'request.not_cancellable': 'conflict',
  'request.not_draft': 'conflict',
  'request.not_editable': 'conflict',
  'request.not_found': 'not_found',
  'request.not_manual': 'conflict',
  'request.not_ordered': 'conflict',
  'request.not_owner': 'forbidden',
  'request.not_pending': 'conflict',
  'request.offer_changed': 'conflict',
  'request.self_approval': 'forbidden',
  'request.sent_to_supplier': 'conflict',
  'request.version_mismatch': 'precondition_failed',
  'route.not_found': 'not_found',
  'subscription.disabled': 'conflict',
  'subscription.limit': 'conflict',
  'subscription.not_found': 'not_found',
  'supplier.exists': 'conflict',
  'supplier.not_found': 'not_found',
  'supplier.vendor_taken': 'conflict',
  'sync.in_progress': 'conflict',
  'sync.not_linkable': 'conflict',
  'sync.nothing_to_retry': 'conflict',
  'sync_job.not_found': 'not_found',
  'ticket.not_found': 'not_found',
  'validation.failed': 'invalid',
  'vendor.not_found': 'not_found',
} as const satisfies Readonly<Record<string, ErrorKind>>;
export type ErrorCode = keyof typeof ERROR_CODES;

/** A rejected field: its `path` in the document (`items.0.quantity`) and a message that starts with a verb ("must be …"). */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** A call that the hub rejects; the message says what to change. Any other error becomes a 500 or 503. */
export class HubError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** Of a version mismatch: the version that the resource has. */
  readonly currentVersion: number | undefined;

  constructor(code: ErrorCode, message: string, fields: readonly FieldError[] = [], currentVersion?: number) {
    super(message);
    this.name = 'HubError';
    this.code = code;
    this.fields = fields;
    this.currentVersion = currentVersion;
  }
}

/** Keeps a response far below a Lambda function's 6 MB, whatever was sent. */
const MAX_FIELDS = 100;
const MAX_NAMED_FIELDS = 10;

/** An error about fields, its message made of theirs: "title is missing; items.0.quantity must be at least 1." */
export function invalidFields(
  fields: readonly FieldError[],
  code: 'validation.failed' | 'cursor.invalid' | 'idempotency.key_malformed' = 'validation.failed',
): HubError {
  return new HubError(code, sentenceOf(fields), fields.slice(0, MAX_FIELDS));
}

/** The errors in one sentence; `whole` names the document where an error is about all of it. */
export function sentenceOf(fields: readonly FieldError[], whole = 'The body'): string {
  const named = fields.slice(0, MAX_NAMED_FIELDS).map(({ path, message }) => `${path || whole} ${message}`);
  const rest = fields.length - named.length;
  return `${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}.`;
}
