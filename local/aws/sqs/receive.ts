import type { AwsCall, AwsResponse } from '../service.ts';
import { ReceiveMessage, read } from './inputs.ts';
import { type Message, md5, systemAttributes } from './message.ts';
import { type MessageAttributes, md5OfAttributes } from './message-attributes.ts';
import type { Queue } from './queue.ts';

/** ReceiveMessage, with long polling. */
export async function receiveMessage(queue: Queue, call: AwsCall): Promise<AwsResponse> {
  const input = read(ReceiveMessage, call.input);
  const deadline = queue.clock() + (input.WaitTimeSeconds ?? queue.definition.receiveWaitSeconds) * 1000;
  let received = await queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
  while (received.length === 0 && queue.clock() < deadline && !queue.waiters.closed) {
    await queue.waiters.wait(deadline - queue.clock());
    received = await queue.receive(input.MaxNumberOfMessages, input.VisibilityTimeout);
  }
  const systemNames = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
  const Messages = received.map((message) => messageOutput(message, systemNames, input.MessageAttributeNames));
  return {
    output: Messages.length === 0 ? {} : { Messages },
    usage: { messages: Messages.length, billedRequests: 1 },
  };
}

function messageOutput(message: Message, systemNames: readonly string[], names: readonly string[]): object {
  const attributes = selectAttributes(message.attributes, names);
  const md5Attributes = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5(message.body),
    Attributes: systemNames.length === 0 ? undefined : pickNamed(systemAttributes(message), systemNames),
    MessageAttributes: md5Attributes && attributes,
    MD5OfMessageAttributes: md5Attributes,
  };
}

/** The named members, or all of them for `All`. */
export function pickNamed(members: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => names.includes('All') || names.includes(name)));
}

/** A name such as `order.*` selects by prefix, `All` and `.*` select every attribute. */
function selectAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  if (names.includes('All')) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => names.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
}
