import { type MessageAttributes, md5, systemAttributes } from './message.ts';
import type { Queue } from './queue.ts';

/** A record of Lambda's SQS event, https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, LambdaMessageAttribute>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

interface LambdaMessageAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
}

/** A queue as its event source mapping sees it: no HTTP, the same rules. */
export interface Poller {
  /** At most `max` visible messages, hidden from others for the queue's visibility timeout; at once, maybe none. */
  receive(max: number): Promise<ReceivedMessage[]>;
  delete(receiptHandles: readonly string[]): Promise<void>;
  /** Calls `listener` when something may have become visible; returns the function that ends it. */
  onMessage(listener: () => void): () => void;
  /** Makes all messages in flight visible: whoever held them died with the last process. */
  releaseInFlight(): Promise<void>;
}

export function createPoller(queue: Queue, deadLetters: Queue | undefined, region: string): Poller {
  const { arn, visibilityTimeoutSeconds } = queue.definition;
  return {
    receive: async (max) => {
      const messages = await queue.receive(max, visibilityTimeoutSeconds, deadLetters);
      return messages.map((message) => ({
        messageId: message.id,
        receiptHandle: message.receipt ?? '',
        body: message.body,
        attributes: systemAttributes(message),
        messageAttributes: lambdaAttributes(message.attributes),
        md5OfBody: md5(message.body),
        eventSource: 'aws:sqs',
        eventSourceARN: arn,
        awsRegion: region,
      }));
    },
    delete: (receiptHandles) => queue.delete(receiptHandles),
    onMessage: (listener) => queue.waiters.listen(listener),
    releaseInFlight: () => queue.releaseInFlight(),
  };
}

function lambdaAttributes(attributes: MessageAttributes): Record<string, LambdaMessageAttribute> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
}
