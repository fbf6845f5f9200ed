import { NEEDS_ATTENTION } from '../sync/message-outcome.ts';

/** Log messages that the metric filters below match. */
export const LOG_MESSAGES = {
  messageHandled: 'Message handled',
  messageFailed: 'Message failed',
} as const;

/** What the template's metric filters count in a log: the lines whose field has the value. */
export const LOG_FILTERS = {
  messageFailed: { field: '$.message', value: LOG_MESSAGES.messageFailed },
  needsAttention: { field: '$.outcome.kind', value: NEEDS_ATTENTION },
} as const;
