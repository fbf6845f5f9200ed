/** The outcome of an invocation. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text: the handler's result, or `{errorType, errorMessage}` with `functionError`. */
  readonly payload: string;
  /** `Unhandled` when the function threw, timed out or exited. */
  readonly functionError?: 'Unhandled' | undefined;
}

/** Events and results of synchronous invocations, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6_291_556;

export function errorPayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
