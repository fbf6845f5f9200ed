/** What a failed call may have done at the partner: certainly nothing, or nobody knows. */
export type CallEffect = 'none' | 'unknown';

/** A failure that time may heal: 429, 5xx, network, lock. The call is made again later. */
export class RetryableError extends Error {
  readonly code: string;
  readonly effect: CallEffect;
  /** How long the partner asked to be left alone, in seconds. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether the partner as a whole seems down or asks for a pause, not just this document. */
  readonly partnerDown: boolean;

  constructor(
    code: string,
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

/** A failure that only a person can heal: the message says what to change. It is recorded and not repeated. */
export class PermanentError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PermanentError';
    this.code = code;
  }
}
