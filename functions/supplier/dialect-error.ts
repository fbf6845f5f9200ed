/** A call that is refused as a whole, in ServiceNow's words and shape (spendint 67). */
export class DialectError extends Error {
  readonly status: number;
  readonly detail: string | null;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, message: string, detail: string | null = null, retryAfterSeconds?: number) {
    super(message);
    this.name = 'DialectError';
    this.status = status;
    this.detail = detail;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
