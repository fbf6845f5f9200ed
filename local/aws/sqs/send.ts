import { type AwsCall, AwsError, type AwsResponse } from '../service.ts';
import { runBatch } from './batch.ts';
import { read, readBatch, SendMessage } from './inputs.ts';
import { checkContent, contentBytes, MAX_MESSAGE_BYTES, type Message, md5 } from './message.ts';
import { md5OfAttributes } from './message-attributes.ts';
import type { NewMessage, Queue } from './queue.ts';

/** SQS bills every 64 KB of a request's payload as a request. */
const BILLED_BYTES = 65_536;

export async function sendMessage(queue: Queue, call: AwsCall): Promise<AwsResponse> {
  const message = readMessage(call.input, call);
  const [sent] = await queue.send([message]);
  return { output: sent && acknowledgementOf(sent), usage: usageOf([message]) };
}

export async function sendMessageBatch(queue: Queue, call: AwsCall): Promise<AwsResponse> {
  const { Successful: accepted, Failed } = await runBatch(readBatch(call.input), (entry) => readMessage(entry, call));
  const bytes = bytesOf(accepted);
  if (bytes > MAX_MESSAGE_BYTES) {
    const limit = `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw new AwsError('BatchRequestTooLong', limit);
  }
  const sent = accepted.length === 0 ? [] : await queue.send(accepted.map(({ Id: _, ...message }) => message));
  const Successful = sent.map((message, index) => ({ Id: accepted[index]?.Id, ...acknowledgementOf(message) }));
  return { output: { Successful, Failed }, usage: usageOf(accepted) };
}

function readMessage(input: unknown, { caller }: AwsCall): NewMessage {
  const { MessageBody: body, MessageAttributes: attributes, DelaySeconds: delaySeconds } = read(SendMessage, input);
  checkContent(body, attributes);
  return { body, attributes, delaySeconds, senderId: caller.name };
}

function acknowledgementOf({ id, body, attributes }: Message): object {
  return { MessageId: id, MD5OfMessageBody: md5(body), MD5OfMessageAttributes: md5OfAttributes(attributes) };
}

function bytesOf(messages: readonly NewMessage[]): number {
  return messages.reduce((sum, { body, attributes }) => sum + contentBytes(body, attributes), 0);
}

/** What AWS bills for a request that sends these messages. */
export function usageOf(messages: readonly NewMessage[]): { messages: number; billedRequests: number } {
  return { messages: messages.length, billedRequests: Math.max(1, Math.ceil(bytesOf(messages) / BILLED_BYTES)) };
}
