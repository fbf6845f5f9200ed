/** What an invocation came to. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text: the handler's result, or `{errorType, errorMessage}` with `functionError`. */
  readonly payload: string;
  /** `Unhandled`, as Lambda says it: the function threw, timed out or died. */
  readonly functionError?: 'Unhandled';
}

/** Lambda's limits for events and results of synchronous invocations. */
export const MAX_PAYLOAD_BYTES = 6_291_556;

export function errorPayload(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}
