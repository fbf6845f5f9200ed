import * as z from 'zod';
import type { TableDefinition } from '../aws/dynamodb/definition.ts';
import type { BucketDefinition } from '../aws/s3/index.ts';
import type { QueueDefinition } from '../aws/sqs/definition.ts';
import { Count, Flag, readerOf } from './resources.ts';

const Keys = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.string() }));

export const readTables = readerOf(
  'AWS::DynamoDB::GlobalTable',
  ['Replicas', 'SSESpecification', 'TableName'],
  {
    AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.string() })),
    BillingMode: z.literal('PAY_PER_REQUEST', 'the local runtime supports on-demand tables only'),
    GlobalSecondaryIndexes: z
      .array(
        z.strictObject({
          IndexName: z.string(),
          KeySchema: Keys,
          Projection: z.strictObject({
            ProjectionType: z.string(),
            NonKeyAttributes: z.array(z.string()).optional(),
          }),
        }),
      )
      .optional(),
    KeySchema: Keys,
    StreamSpecification: z
      .strictObject({
        StreamViewType: z.literal('NEW_AND_OLD_IMAGES', 'the local runtime supports NEW_AND_OLD_IMAGES streams only'),
      })
      .optional(),
    TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: Flag }).optional(),
  },
  (
    { name, arn, attributes },
    { StreamSpecification: stream, TimeToLiveSpecification: ttl, ...input },
  ): TableDefinition => ({
    name,
    arn,
    streamArn: stream && attributes.StreamArn,
    input,
    ttlAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
  }),
);

/** Defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const readQueues = readerOf(
  'AWS::SQS::Queue',
  ['QueueName', 'SqsManagedSseEnabled', 'Tags'],
  {
    DelaySeconds: Count.default(0),
    MessageRetentionPeriod: Count.default(345_600),
    ReceiveMessageWaitTimeSeconds: Count.default(0),
    RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: Count }).optional(),
    VisibilityTimeout: Count.default(30),
  },
  ({ name, arn }, { RedrivePolicy: redrive, ...properties }): QueueDefinition => ({
    name,
    arn,
    visibilityTimeoutSeconds: properties.VisibilityTimeout,
    delaySeconds: properties.DelaySeconds,
    receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds,
    retentionSeconds: properties.MessageRetentionPeriod,
    redrive: redrive && { deadLetterArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount },
  }),
);

export const readBuckets = readerOf(
  'AWS::S3::Bucket',
  ['BucketEncryption', 'BucketName', 'LifecycleConfiguration', 'OwnershipControls', 'PublicAccessBlockConfiguration'],
  {},
  ({ ref, arn }): BucketDefinition => ({ name: ref, arn }),
);
