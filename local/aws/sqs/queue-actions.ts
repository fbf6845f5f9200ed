import { parseInput } from '../parse-input.ts';
import type { AwsAnswer, AwsCall, Clock } from '../service.ts';
import { queueAttributes } from './attributes.ts';
import { runBatch } from './batch.ts';
import * as inputs from './inputs.ts';
import type { Queue } from './queue.ts';
import { receiveMessage } from './receive.ts';
import { sendMessage, sendMessageBatch } from './send.ts';

type QueueAction = (queue: Queue, call: AwsCall) => Promise<AwsAnswer>;

const INVALID = 'InvalidParameterValue';

/** The actions on one queue, by their names. */
export function queueActions(
  deadLettersOf: (queue: Queue) => Queue | undefined,
  clock: Clock,
): Readonly<Record<string, QueueAction>> {
  return {
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    ReceiveMessage: (queue, call) => receiveMessage(queue, deadLettersOf(queue), call, clock),
    DeleteMessage: async (queue, { input }) => {
      await queue.delete([parseInput(inputs.DeleteMessageInput, input, INVALID).ReceiptHandle]);
      return { output: {} };
    },
    DeleteMessageBatch: async (queue, { input }) => {
      const output = await runBatch(inputs.readBatch(input).entries, async (entry) => {
        await queue.delete([parseInput(inputs.DeleteMessageEntry, entry, INVALID).ReceiptHandle]);
      });
      return { output };
    },
    ChangeMessageVisibility: async (queue, { input }) => {
      const change = parseInput(inputs.ChangeVisibilityInput, input, INVALID);
      await queue.changeVisibility(change.ReceiptHandle, change.VisibilityTimeout);
      return { output: {} };
    },
    ChangeMessageVisibilityBatch: async (queue, { input }) => {
      const output = await runBatch(inputs.readBatch(input).entries, async (entry) => {
        const change = parseInput(inputs.ChangeVisibilityEntry, entry, INVALID);
        await queue.changeVisibility(change.ReceiptHandle, change.VisibilityTimeout);
      });
      return { output };
    },
    GetQueueAttributes: async (queue, { input }) => {
      const { AttributeNames } = parseInput(inputs.GetQueueAttributesInput, input, INVALID);
      return { output: { Attributes: queueAttributes(queue, AttributeNames) } };
    },
    PurgeQueue: async (queue) => {
      await queue.purge();
      return { output: {} };
    },
  };
}
