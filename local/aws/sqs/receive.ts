import { parseInput } from '../parse-input.ts';
import type { AwsAnswer, AwsCall, Clock } from '../service.ts';
import { ReceiveMessageInput } from './inputs.ts';
import { type Message, type MessageAttributes, md5, md5OfAttributes, systemAttributes } from './message.ts';
import type { Queue } from './queue.ts';

/** ReceiveMessage: waits as long as the caller, or else the queue, says. */
export async function receiveMessage(
  queue: Queue,
  deadLetters: Queue | undefined,
  call: AwsCall,
  clock: Clock,
): Promise<AwsAnswer> {
  const input = parseInput(ReceiveMessageInput, call.input, 'InvalidParameterValue');
  const visibility = input.VisibilityTimeout ?? queue.definition.visibilityTimeoutSeconds;
  const deadline = clock() + (input.WaitTimeSeconds ?? queue.definition.receiveWaitSeconds) * 1000;
  let received = await queue.receive(input.MaxNumberOfMessages, visibility, deadLetters);
  while (received.length === 0 && clock() < deadline && !queue.waiters.closed) {
    await queue.waiters.next(deadline - clock());
    received = await queue.receive(input.MaxNumberOfMessages, visibility, deadLetters);
  }
  const system = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const messages = received.map((message) => shape(message, system, input.MessageAttributeNames));
  return {
    output: messages.length === 0 ? {} : { Messages: messages },
    usage: { messages: messages.length, billedRequests: 1 },
  };
}

function shape(message: Message, system: readonly string[], wanted: readonly string[]): Record<string, unknown> {
  const all = Object.entries(systemAttributes(message));
  const attributes = all.filter(([name]) => system.includes('All') || system.includes(name));
  const messageAttributes = select(message.attributes, wanted);
  const md5Attributes = md5OfAttributes(messageAttributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(attributes.length === 0 ? {} : { Attributes: Object.fromEntries(attributes) }),
    ...(md5Attributes === undefined
      ? {}
      : { MessageAttributes: messageAttributes, MD5OfMessageAttributes: md5Attributes }),
  };
}

function select(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  const matches = (name: string): boolean =>
    wanted.some((want) =>
      want === 'All' || want === '.*' ? true : want.endsWith('.*') ? name.startsWith(want.slice(0, -2)) : name === want,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => matches(name)));
}
