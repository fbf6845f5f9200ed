/** The longest delay of an SQS message. Longer waits are made of several messages. */
export const MAX_MESSAGE_DELAY_MS = 15 * 60 * 1000;

/**
 * What a handled message leads to: acknowledged; acknowledged until the integration is resumed; acknowledged with its
 * subject or integration needing attention; or delivered later.
 */
export type MessageOutcome =
  | { readonly kind: 'done' | 'paused' }
  | { readonly kind: 'needs_attention'; readonly code: string }
  | { readonly kind: 'retry'; readonly afterMs: number };

export const DONE: MessageOutcome = { kind: 'done' };

/** The message comes again at `untilMs`, or at once if that has passed. */
export function retryAt(untilMs: number, nowMs: number): MessageOutcome {
  return { kind: 'retry', afterMs: Math.max(0, untilMs - nowMs) };
}

export const NEEDS_ATTENTION = 'needs_attention' satisfies MessageOutcome['kind'];
