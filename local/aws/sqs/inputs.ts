import * as z from 'zod';
import { parseInput } from '../parse-input.ts';
import { AwsError } from '../service.ts';
import { MessageAttributesSchema } from './message-attributes.ts';

const MAX_BATCH_ENTRIES = 10;

/** The longest visibility timeout of a message, in seconds, and all its extensions together. */
export const MAX_VISIBILITY_SECONDS = 43_200;

function seconds(max: number) {
  return z.number().int().min(0).max(max);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
export const SendMessage = z.object({
  MessageBody: z.string().default(''),
  DelaySeconds: seconds(900).optional(),
  MessageAttributes: MessageAttributesSchema.default({}),
});
export const DeleteMessage = z.object({ ReceiptHandle: z.string() });
export const ChangeMessageVisibility = z.object({
  ReceiptHandle: z.string(),
  VisibilityTimeout: seconds(MAX_VISIBILITY_SECONDS),
});
export const ReceiveMessage = z.object({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  WaitTimeSeconds: seconds(20).optional(),
  VisibilityTimeout: seconds(MAX_VISIBILITY_SECONDS).optional(),
  /** The older name of MessageSystemAttributeNames; SQS accepts both. */
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
export const GetQueueAttributes = z.object({ AttributeNames: z.array(z.string()).default([]) });
export const GetQueueUrl = z.object({ QueueName: z.string() });
export const ListQueues = z.object({ QueueNamePrefix: z.string().default('') });
export const StartMessageMoveTask = z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() });

export function read<T>(schema: z.ZodType<T>, input: unknown): T {
  return parseInput(schema, input, 'InvalidParameterValue');
}

const BatchInput = z.object({ Entries: z.array(z.looseObject({ Id: z.string() })).default([]) });

/** Validates the ids of the entries. Each entry is validated later, since an invalid one fails alone. */
export function readBatch(input: unknown): readonly { Id: string }[] {
  const { Entries: entries } = read(BatchInput, input);
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_BATCH_ENTRIES) {
    const message = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', message);
  }
  const ids = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      const message =
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw new AwsError('InvalidBatchEntryId', message);
    }
    if (ids.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
  return entries;
}
