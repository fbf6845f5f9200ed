import * as z from 'zod';
import { parseInput } from '../parse-input.ts';
import { AwsError } from '../service.ts';
import { MessageAttributesSchema } from './message.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html */
const QueueUrl = z.string();
function seconds(max: number) {
  return z.number().int().min(0).max(max);
}

const message = {
  MessageBody: z.string().default(''),
  DelaySeconds: seconds(900).optional(),
  MessageAttributes: MessageAttributesSchema.default({}),
};
const visibility = { ReceiptHandle: z.string(), VisibilityTimeout: seconds(43_200) };
const entryId = { Id: z.string() };

export const SendMessageInput = z.object({ QueueUrl, ...message });
export const SendMessageEntry = z.object({ ...entryId, ...message });
export const DeleteMessageInput = z.object({ QueueUrl, ReceiptHandle: z.string() });
export const DeleteMessageEntry = z.object({ ...entryId, ReceiptHandle: z.string() });
export const ChangeVisibilityInput = z.object({ QueueUrl, ...visibility });
export const ChangeVisibilityEntry = z.object({ ...entryId, ...visibility });
export const ReceiveMessageInput = z.object({
  QueueUrl,
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  WaitTimeSeconds: seconds(20).optional(),
  VisibilityTimeout: seconds(43_200).optional(),
  /** The older name of MessageSystemAttributeNames; SQS takes both. */
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
export const GetQueueAttributesInput = z.object({ QueueUrl, AttributeNames: z.array(z.string()).default([]) });
export const GetQueueUrlInput = z.object({ QueueName: z.string() });
export const ListQueuesInput = z.object({ QueueNamePrefix: z.string().default('') });
export const QueueUrlInput = z.object({ QueueUrl });
export const StartMessageMoveTaskInput = z.object({ SourceArn: z.string(), DestinationArn: z.string().optional() });

const BatchInput = z.object({ QueueUrl, Entries: z.array(z.looseObject(entryId)).default([]) });

/** A batch's entries, each still to be read by its own schema: one bad entry must not fail the others. */
export function readBatch(input: unknown): { url: string; entries: readonly { Id: string }[] } {
  const { QueueUrl: url, Entries: entries } = parseInput(BatchInput, input, 'InvalidParameterValue');
  const refuse = (code: string, message: string): AwsError => new AwsError(code, message);
  if (entries.length === 0) throw refuse('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10) {
    const sent = `You have sent ${entries.length}.`;
    throw refuse('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10. ${sent}`);
  }
  const ids = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      const rule =
        'can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw refuse('InvalidBatchEntryId', `A batch entry id ${rule}`);
    }
    if (ids.has(Id)) throw refuse('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
  return { url, entries };
}
