/** The limits of one attempt, which every request of the attempt is sent with. */
export interface CallContext {
  /** Aborts when the invocation is about to end. */
  readonly signal: AbortSignal;
  /** Milliseconds until the signal aborts. */
  remainingMs(): number;
  /** Counts a request against the partner's rate. */
  countRequest(): void;
}

export interface CountingContext extends CallContext {
  readonly requests: number;
}

/** A context whose signal aborts at `endMs`. */
export function createCallContext(endMs: number, clock: () => number): CountingContext {
  let requests = 0;
  return {
    signal: AbortSignal.timeout(Math.max(0, endMs - clock())),
    remainingMs: () => Math.max(0, endMs - clock()),
    countRequest: () => {
      requests++;
    },
    get requests() {
      return requests;
    },
  };
}
