import type { Partner } from './partners.ts';

/** The error codes of a sync that are the same for every partner. */
export type HubSyncErrorCode =
  | 'hub.internal_error'
  | 'sync.in_doubt'
  | 'sync.outcome_unknown'
  | `integration.${'disabled' | 'invalid' | 'credentials_missing' | 'credentials_invalid'}`
  | `mapping.${'vendor' | 'suppliers' | 'cost_centers' | 'material_group' | 'gl_account'}_missing`;

/** How a partner's call can fail other than with an HTTP status. */
export type PartnerFailure = 'unreachable' | 'unreadable_answer' | 'redirected' | 'unauthorized';

/** Every code that a sync record's `last_error` can have. docs/errors.md describes each. */
export type SyncErrorCode = HubSyncErrorCode | `${Partner}.${PartnerFailure}` | `${Partner}.http_${number}`;

export interface SyncError {
  readonly code: SyncErrorCode;
  readonly message: string;
}

/** What a failed call may have done at the partner: nothing, or it is unknown. */
export type CallEffect = 'none' | 'unknown';

/** A failure that can pass by itself: 429, 5xx, network, lock. The call is retried later. */
export class RetryableError extends Error {
  readonly code: SyncErrorCode;
  readonly effect: CallEffect;
  readonly retryAfterSeconds: number | undefined;
  /** Whether the partner as a whole is down or asks for a pause, not only this document. */
  readonly partnerDown: boolean;

  constructor(
    code: SyncErrorCode,
    message: string,
    details: {
      readonly effect: CallEffect;
      readonly partnerDown: boolean;
      readonly retryAfterSeconds?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: details.cause });
    this.name = 'RetryableError';
    this.code = code;
    this.effect = details.effect;
    this.partnerDown = details.partnerDown;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** A failure that needs a person: the message says what to change. It is recorded and not retried. */
export class PermanentError extends Error {
  readonly code: SyncErrorCode;

  constructor(code: SyncErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PermanentError';
    this.code = code;
  }
}
