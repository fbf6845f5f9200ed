/** What kind of refusal an error is; the HTTP door turns each kind into a status in one place. */
export type ErrorKind = 'malformed' | 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'unsupported_media_type';

/** A field that was refused: `path` as in the document (`items.0.quantity`), `message` in words a person can act on. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/**
 * A request that the hub refuses. `code` is stable and dotted; `message` names what to do about it.
 * Anything else that is thrown is a defect or an outage, and answers 500.
 */
export class HubError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fields: readonly FieldError[];

  constructor(kind: ErrorKind, code: string, message: string, fields: readonly FieldError[] = []) {
    super(message);
    this.name = 'HubError';
    this.kind = kind;
    this.code = code;
    this.fields = fields;
  }
}

/** One field's refusal, for rules that need more than the document itself (an unknown cost center, say). */
export function invalidField(path: string, message: string): HubError {
  return new HubError('invalid', 'validation.failed', `${path}: ${message}`, [{ path, message }]);
}
