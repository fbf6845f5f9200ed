import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../service.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_MESSAGE_BYTES = 1_048_576;

export const MessageAttributesSchema = z.record(
  z.string(),
  z.object({
    DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/, 'DataType must be String, Number or Binary'),
    StringValue: z.string().optional(),
    /** Base64. */
    BinaryValue: z.string().optional(),
  }),
);
export type MessageAttributes = z.infer<typeof MessageAttributesSchema>;

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
  /** Handle of the latest receive; older handles no longer delete the message. */
  readonly receipt?: string | undefined;
  readonly deadLetterSourceArn?: string | undefined;
}

/** Characters that XML 1.0 excludes; SQS rejects them over JSON too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are excluded
const FORBIDDEN = /[^\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

export function checkContent(body: string, attributes: MessageAttributes): void {
  if (body === '') throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (FORBIDDEN.test(body)) throw new AwsError('InvalidMessageContents', 'Invalid characters found in the message.');
  const names = Object.keys(attributes);
  if (names.length > 10) throw invalid('Number of message attributes must not exceed 10.');
  for (const name of names) {
    const attribute = attributes[name];
    if ((attribute?.StringValue ?? attribute?.BinaryValue ?? '') === '') {
      throw invalid(`The message attribute '${name}' must contain a non-empty value of its type.`);
    }
  }
  if (contentBytes(body, attributes) > MAX_MESSAGE_BYTES) {
    throw invalid(`Message must be shorter than ${MAX_MESSAGE_BYTES} bytes.`);
  }
}

function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
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

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    part(Buffer.from(name));
    part(Buffer.from(DataType));
    const binary = DataType.startsWith('Binary');
    hash.update(Buffer.from([binary ? 2 : 1]));
    part(binary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
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
