import type { FunctionDefinition } from '../../../../local/aws/lambda/definition.ts';
import type { QueueDefinition } from '../../../../local/aws/sqs/definition.ts';

/** A function with Lambda's defaults. */
export const WORK: FunctionDefinition = {
  logicalId: 'Work',
  name: 'work',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
  roleId: 'WorkRole',
  environment: {},
  timeoutSeconds: 3,
  memoryMegabytes: 128,
  codeDirectory: '/none',
  handler: 'index.handler',
  asyncRetries: 2,
  asyncMaxAgeSeconds: 21_600,
};

/** A queue with SQS's defaults, except that it keeps messages for an hour. */
export function aQueue(arn: string, more: Partial<QueueDefinition> = {}): QueueDefinition {
  return {
    name: arn.slice(arn.lastIndexOf(':') + 1),
    arn,
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    receiveWaitSeconds: 0,
    retentionSeconds: 3600,
    ...more,
  };
}
