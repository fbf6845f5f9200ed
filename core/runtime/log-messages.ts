/** Log messages that metrics are made from: the code logs them and the template's metric filters match them. */
export const LOG_MESSAGES = {
  messageHandled: 'Message handled',
  messageFailed: 'Message failed',
} as const;
