import * as z from 'zod';
import type { QueueDefinition } from '../aws/sqs/index.ts';
import { Count, Flag, ignored, optional, parseProperties } from './parse-properties.ts';
import type { Resource } from './resources.ts';

const QueueProperties = z.strictObject({
  ...ignored('KmsDataKeyReusePeriodSeconds', 'KmsMasterKeyId', 'QueueName', 'RedriveAllowPolicy'),
  ...ignored('SqsManagedSseEnabled', 'Tags'),
  DelaySeconds: Count.default(0),
  FifoQueue: Flag.default(false),
  MaximumMessageSize: Count.optional(),
  MessageRetentionPeriod: Count.default(345_600),
  ReceiveMessageWaitTimeSeconds: Count.default(0),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: Count }).optional(),
  VisibilityTimeout: Count.default(30),
});

export function readQueues(resources: readonly Resource[]): readonly QueueDefinition[] {
  return resources
    .filter(({ type }) => type === 'AWS::SQS::Queue')
    .map((resource) => {
      const properties = parseProperties(resource, QueueProperties);
      const redrive = properties.RedrivePolicy;
      return {
        name: resource.name,
        arn: resource.arn,
        visibilityTimeoutSeconds: properties.VisibilityTimeout,
        delaySeconds: properties.DelaySeconds,
        receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds,
        retentionSeconds: properties.MessageRetentionPeriod,
        ...optional('maxMessageBytes', properties.MaximumMessageSize),
        ...optional(
          'redrive',
          redrive && { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount },
        ),
        fifo: properties.FifoQueue,
      };
    });
}
