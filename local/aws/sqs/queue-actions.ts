import type * as z from 'zod';
import type { AwsCall, AwsResponse } from '../service.ts';
import { runBatch } from './batch.ts';
import * as inputs from './inputs.ts';
import { MAX_MESSAGE_BYTES } from './message.ts';
import type { Queue } from './queue.ts';
import { pickNamed, receiveMessage } from './receive.ts';
import { sendMessage, sendMessageBatch } from './send.ts';

type QueueAction = (queue: Queue, call: AwsCall) => Promise<AwsResponse>;

/** The actions on one queue. */
export const QUEUE_ACTIONS: Readonly<Record<string, QueueAction>> = {
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  ReceiveMessage: receiveMessage,
  DeleteMessage: single(inputs.DeleteMessage, deleteMessage),
  DeleteMessageBatch: batch(inputs.DeleteMessage, deleteMessage),
  ChangeMessageVisibility: single(inputs.ChangeMessageVisibility, changeMessageVisibility),
  ChangeMessageVisibilityBatch: batch(inputs.ChangeMessageVisibility, changeMessageVisibility),
  GetQueueAttributes: async (queue, { input }) => {
    const { AttributeNames } = inputs.read(inputs.GetQueueAttributes, input);
    return { output: { Attributes: pickNamed(queueAttributes(queue), AttributeNames) } };
  },
  PurgeQueue: async (queue) => {
    await queue.purge();
    return { output: {} };
  },
};

function single<T>(schema: z.ZodType<T>, run: (queue: Queue, input: T) => Promise<void>): QueueAction {
  return async (queue, { input }) => {
    await run(queue, inputs.read(schema, input));
    return { output: {} };
  };
}

function batch<T>(schema: z.ZodType<T>, run: (queue: Queue, input: T) => Promise<void>): QueueAction {
  return async (queue, { input }) => {
    const output = await runBatch(inputs.readBatch(input), async (entry) => {
      await run(queue, inputs.read(schema, entry));
      return {};
    });
    return { output };
  };
}

function deleteMessage(queue: Queue, { ReceiptHandle }: z.infer<typeof inputs.DeleteMessage>): Promise<void> {
  return queue.delete([ReceiptHandle]);
}

function changeMessageVisibility(
  queue: Queue,
  { ReceiptHandle, VisibilityTimeout }: z.infer<typeof inputs.ChangeMessageVisibility>,
): Promise<void> {
  return queue.changeVisibility(ReceiptHandle, VisibilityTimeout);
}

function queueAttributes(queue: Queue): Record<string, string> {
  const { redrive, ...definition } = queue.definition;
  const { visible, inFlight, delayed } = queue.count();
  const policy = redrive && { deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceiveCount };
  return {
    QueueArn: definition.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    VisibilityTimeout: String(definition.visibilityTimeoutSeconds),
    DelaySeconds: String(definition.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(definition.receiveWaitSeconds),
    MessageRetentionPeriod: String(definition.retentionSeconds),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(policy && { RedrivePolicy: JSON.stringify(policy) }),
  };
}
