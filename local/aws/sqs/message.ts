import { createHash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { checkAttributes, FORBIDDEN, invalid, type MessageAttributes } from './message-attributes.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** A message in memory and on disk. Times are milliseconds since the epoch. */
export interface Message {
  /** Order of arrival in the queue. */
  readonly sequence: number;
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly senderId: string;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number | undefined;
  /** Time of the latest receive, from which the longest visibility timeout counts. */
  readonly receivedAt?: number | undefined;
  /** Handle of the latest receive; older handles no longer delete the message. */
  readonly receipt?: string | undefined;
  readonly deadLetterSourceArn?: string | undefined;
}

export function checkContent(body: string, attributes: MessageAttributes): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (FORBIDDEN.test(body)) throw new AwsError('InvalidMessageContents', 'Invalid characters found in the message.');
  checkAttributes(attributes);
  if (contentBytes(body, attributes) > MAX_MESSAGE_BYTES) {
    throw invalid(`Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`);
  }
}

/** The size that SQS limits and bills: the body, and the name, type and value of each attribute. */
export function contentBytes(body: string, attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue, 'utf8') + Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(body, 'utf8'),
  );
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The system attributes of a received message. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.deadLetterSourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  };
}
