/** Names of the environment variables that `lib` sets and `core/runtime/env.ts` reads. */
export const ENV = {
  tableName: 'TABLE_NAME',
  busName: 'BUS_NAME',
  queueUrl: 'QUEUE_URL',
  cursorSecretArn: 'CURSOR_SECRET_ARN',
  secretPrefix: 'SECRET_PREFIX',
} as const;
