/** Names of the environment variables that `lib` sets and `core/runtime/env.ts` reads. */
export const ENV = {
  tableName: 'TABLE_NAME',
  busName: 'BUS_NAME',
  queueUrl: 'QUEUE_URL',
  /** Of what suppliers post in asynchronous mode; large bodies are in the bucket. */
  importQueueUrl: 'IMPORT_QUEUE_URL',
  importBucket: 'IMPORT_BUCKET',
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  secretPrefix: 'SECRET_PREFIX',
  /** Of partner URLs, separated by a space: `https:`, and in the local runtime `http:`. */
  partnerProtocols: 'PARTNER_PROTOCOLS',
} as const;

export type EnvName = (typeof ENV)[keyof typeof ENV];
