import type { Partner } from './partners.ts';

/** What keeps a whole integration from working. */
export type IntegrationErrorCode =
  | `integration.${'disabled' | 'invalid' | 'credentials_missing' | 'credentials_invalid'}`
  | `${Partner}.${'unauthorized' | 'redirected'}`;

/** The error codes of a sync that are the same for every partner. */
export type HubSyncErrorCode =
  | 'hub.internal_error'
  | 'sync.in_doubt'
  | 'sync.link_failed'
  | 'sync.outcome_unknown'
  | `mapping.${'vendor' | 'cost_center'}_missing`;

/** How a partner's call can fail other than with an HTTP status. */
export type PartnerFailure = 'unreachable' | 'unreadable_answer' | 'document_differs';

/** Every code that a sync record's `last_error` can have. docs/errors.md describes each. */
export type SyncErrorCode =
  | HubSyncErrorCode
  | IntegrationErrorCode
  | `${Partner}.${PartnerFailure}`
  | `${Partner}.http_${number}`;

/** `sync.out_of_time`: the invocation ends before a call can be sent. The next one continues, so no record has it. */
export type RetryableErrorCode = SyncErrorCode | 'sync.out_of_time';

export interface SyncError {
  readonly code: SyncErrorCode;
  readonly message: string;
}

/** What a failed call may have done at the partner: nothing, or it is unknown. */
export type CallEffect = 'none' | 'unknown';

/** A failure that can pass by itself: 429, 5xx, network, lock. The call is retried later. */
export class RetryableError extends Error {
  readonly code: RetryableErrorCode;
  readonly effect: CallEffect;
  readonly retryAfterSeconds: number | undefined;
  /** Whether the partner as a whole is down or asks for a pause, not only this document. */
  readonly partnerDown: boolean;

  constructor(
    code: RetryableErrorCode,
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

/** A failure of one document that needs a person: the message says what to change. It is recorded and not retried. */
export class PermanentError extends Error {
  readonly code: SyncErrorCode;

  constructor(code: SyncErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PermanentError';
    this.code = code;
  }
}

/** A failure of the integration that every document would meet: it pauses the integration until a person resumes it. */
export class IntegrationError extends Error {
  readonly code: IntegrationErrorCode;

  constructor(code: IntegrationErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'IntegrationError';
    this.code = code;
  }
}
