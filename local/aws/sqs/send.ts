import { parseInput } from '../parse-input.ts';
import { type AwsAnswer, type AwsCall, AwsError } from '../service.ts';
import { type BatchResult, runBatch } from './batch.ts';
import { readBatch, SendMessageEntry, SendMessageInput } from './inputs.ts';
import { checkContent, contentBytes, MAX_MESSAGE_BYTES, type Message, md5, md5OfAttributes } from './message.ts';
import type { NewMessage, Queue } from './queue.ts';

/** SQS bills every 64 KB of a request's payload as a request. */
const BILLED_BYTES = 65_536;

export async function sendMessage(queue: Queue, call: AwsCall): Promise<AwsAnswer> {
  const content = readContent(parseInput(SendMessageInput, call.input, 'InvalidParameterValue'), call);
  const [sent] = await queue.send([content]);
  return { output: sent && receiptOf(sent), usage: usageOf([content]) };
}

export async function sendMessageBatch(queue: Queue, call: AwsCall): Promise<AwsAnswer> {
  const { entries } = readBatch(call.input);
  const accepted: { id: string; content: NewMessage }[] = [];
  const failed: BatchResult['Failed'] = await runBatch(entries, async (entry) => {
    const content = readContent(parseInput(SendMessageEntry, entry, 'InvalidParameterValue'), call);
    accepted.push({ id: entry.Id, content });
  }).then(({ Failed }) => Failed);
  const contents = accepted.map(({ content }) => content);
  const bytes = contents.reduce((sum, { body, attributes }) => sum + contentBytes(body, attributes), 0);
  if (bytes > MAX_MESSAGE_BYTES) {
    const limit = `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw new AwsError('BatchRequestTooLong', limit);
  }
  const sent = contents.length === 0 ? [] : await queue.send(contents);
  const successful = sent.map((message, index) => ({ Id: accepted[index]?.id, ...receiptOf(message) }));
  return { output: { Successful: successful, Failed: failed }, usage: usageOf(contents) };
}

function readContent(
  input: { MessageBody: string; MessageAttributes: NewMessage['attributes']; DelaySeconds?: number | undefined },
  call: AwsCall,
): NewMessage {
  const { MessageBody: body, MessageAttributes: attributes, DelaySeconds } = input;
  checkContent(body, attributes);
  const content = { body, attributes, senderId: call.caller.name };
  return DelaySeconds === undefined ? content : { ...content, delaySeconds: DelaySeconds };
}

function receiptOf(message: Message): Record<string, string> {
  const md5Attributes = md5OfAttributes(message.attributes);
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(message.body),
    ...(md5Attributes === undefined ? {} : { MD5OfMessageAttributes: md5Attributes }),
  };
}

function usageOf(contents: readonly NewMessage[]): { messages: number; billedRequests: number } {
  const bytes = contents.reduce((sum, { body, attributes }) => sum + contentBytes(body, attributes), 0);
  return { messages: contents.length, billedRequests: Math.max(1, Math.ceil(bytes / BILLED_BYTES)) };
}
