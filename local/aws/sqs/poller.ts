import { md5, systemAttributes } from './message.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';

/** A record of Lambda's SQS event: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, object>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** A queue for its event source mapping. */
export interface Poller {
  /** Returns at most `max` visible messages without waiting, and hides them for the queue's visibility timeout. */
  receive(max: number): Promise<ReceivedMessage[]>;
  delete(receiptHandles: readonly string[]): Promise<void>;
  /** Calls `listener` when a message may be available, until the returned function is called. */
  onMessage(listener: () => void): () => void;
  /** Makes all messages in flight visible: the process that received them has ended. */
  releaseInFlight(): Promise<void>;
}

export function createPoller(queue: Queue, region: string): Poller {
  return {
    receive: async (max) => {
      const messages = await queue.receive(max);
      return messages.map((message) => ({
        messageId: message.id,
        receiptHandle: message.receipt ?? '',
        body: message.body,
        attributes: systemAttributes(message),
        messageAttributes: lambdaAttributes(message.attributes),
        md5OfBody: md5(message.body),
        eventSource: 'aws:sqs',
        eventSourceARN: queue.definition.arn,
        awsRegion: region,
      }));
    },
    delete: (receiptHandles) => queue.delete(receiptHandles),
    onMessage: (listener) => queue.waiters.subscribe(listener),
    releaseInFlight: () => queue.releaseInFlight(),
  };
}

function lambdaAttributes(attributes: MessageAttributes): Record<string, object> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        stringValue: StringValue,
        binaryValue: BinaryValue,
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}
