import * as z from 'zod';
import type { State } from '../../collections.ts';
import type { Adversity } from '../adversity.ts';
import { parseInput } from '../parse-input.ts';
import {
  type AwsCall,
  AwsError,
  type AwsResponse,
  type AwsService,
  type Clock,
  type Permission,
  type Usage,
} from '../service.ts';
import type { QueueDefinition } from './definition.ts';
import * as inputs from './inputs.ts';
import { checkContent, type Message } from './message.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { createPoller, type Poller } from './poller.ts';
import { Queue, type QueueCount } from './queue.ts';
import { QUEUE_ACTIONS } from './queue-actions.ts';
import { usageOf } from './send.ts';

export type { QueueDefinition } from './definition.ts';
export type { Poller, ReceivedMessage } from './poller.ts';
export type { QueueCount } from './queue.ts';

export interface SqsOptions {
  readonly state: State;
  readonly queues: readonly QueueDefinition[];
  readonly region: string;
  readonly accountId: string;
  /** Base address of the queue URLs in responses. */
  readonly endpoint: () => string;
  readonly clock?: Clock;
  readonly adversity?: Adversity | undefined;
  /** Whether the queue's resource policy allows the service to send on behalf of `sourceArn`. */
  readonly serviceMaySend?: (queueArn: string, service: string, sourceArn: string) => boolean;
  /** Called for each message of another service, which AWS bills to the account too. */
  readonly onInternalSend?: (sender: string, usage: Usage) => void;
}

/** A message that another service sends. */
export interface InternalMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** With a source ARN the queue's policy decides; without one the permission of the sender is checked already. */
  readonly sender: { readonly name: string; readonly sourceArn?: string };
}

export interface Sqs extends AwsService {
  poller(queueArn: string): Poller;
  send(message: InternalMessage): Promise<void>;
  count(queueArn: string): QueueCount;
}

const QueueUrlInput = z.object({ QueueUrl: z.string() });

/** SQS with standard queues. */
export async function createSqs(options: SqsOptions): Promise<Sqs> {
  const { region, accountId, clock = Date.now, adversity, serviceMaySend = () => true, onInternalSend } = options;
  const anyQueueArn = `arn:aws:sqs:${region}:${accountId}:`;
  const collection = options.state.sublevel<Message>('sqs');
  const queues = options.queues.map((definition) => new Queue(definition, collection, clock, adversity));
  for (const queue of queues) {
    const { redrive } = queue.definition;
    queue.deadLetterQueue = redrive && findQueue('arn', redrive.deadLetterArn);
    await queue.load();
  }

  function findQueue(by: 'arn' | 'name', value: string): Queue {
    const queue = queues.find(({ definition }) => definition[by] === value);
    if (queue === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return queue;
  }

  function urlOf({ definition }: Queue): string {
    return `${options.endpoint()}/${accountId}/${definition.name}`;
  }

  /** Dead letters return to the queue that they came from, unless the call names a destination. */
  async function startMessageMoveTask({ input }: AwsCall): Promise<AwsResponse> {
    const { SourceArn, DestinationArn } = inputs.read(inputs.StartMessageMoveTask, input);
    const source = findQueue('arn', SourceArn);
    const destination = DestinationArn === undefined ? undefined : findQueue('arn', DestinationArn);
    const origins = queues.filter(({ deadLetterQueue }) => deadLetterQueue === source);
    if (origins.length === 0) {
      throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
    }
    const moved = await source.moveAll(
      (message) => destination ?? origins.find(({ definition }) => definition.arn === message.deadLetterSourceArn),
    );
    return { output: { TaskHandle: Buffer.from(`${SourceArn}:${clock()}`).toString('base64') }, usage: { moved } };
  }

  async function handle(call: AwsCall): Promise<AwsResponse> {
    const { action, input } = call;
    if (action === 'GetQueueUrl') {
      return { output: { QueueUrl: urlOf(findQueue('name', inputs.read(inputs.GetQueueUrl, input).QueueName)) } };
    }
    if (action === 'ListQueues') {
      const { QueueNamePrefix } = inputs.read(inputs.ListQueues, input);
      const listed = queues.filter(({ definition }) => definition.name.startsWith(QueueNamePrefix));
      return { output: { QueueUrls: listed.map(urlOf) } };
    }
    if (action === 'StartMessageMoveTask') return startMessageMoveTask(call);
    const run = Object.hasOwn(QUEUE_ACTIONS, action) ? QUEUE_ACTIONS[action] : undefined;
    if (run === undefined) throw new AwsError('InvalidAction', `The action ${action} is not supported.`);
    const queue = findQueue('name', nameInUrl(parseInput(QueueUrlInput, input, 'InvalidAddress').QueueUrl));
    return { usage: { billedRequests: 1 }, ...(await run(queue, call)) };
  }

  return {
    name: 'sqs',
    permissions: (call) => permissionsOf(call, anyQueueArn),
    handle,
    poller: (queueArn) => createPoller(findQueue('arn', queueArn), region),
    send: async ({ queueArn, body, attributes = {}, sender }) => {
      const queue = findQueue('arn', queueArn);
      if (sender.sourceArn !== undefined && !serviceMaySend(queueArn, sender.name, sender.sourceArn)) {
        const user = `${sender.name} is not authorized to perform: sqs:sendmessage on resource: ${queueArn}`;
        throw new AwsError('AccessDenied', `User: ${user} because no resource-based policy allows the action`, 403);
      }
      checkContent(body, attributes);
      const message = { body, attributes, senderId: sender.name };
      await queue.send([message]);
      onInternalSend?.(sender.name, usageOf([message]));
    },
    count: (queueArn) => findQueue('arn', queueArn).count(),
    close: async () => {
      for (const queue of queues) queue.waiters.close();
    },
  };
}

function nameInUrl(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** A batch needs the permission of its single action: `sqs:SendMessage` for SendMessageBatch. */
function permissionsOf({ action, input }: AwsCall, arnPrefix: string): readonly Permission[] {
  if (action === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: `${arnPrefix}*` }];
  if (action === 'StartMessageMoveTask') return [{ action: `sqs:${action}`, resource: String(input.SourceArn) }];
  const name = action === 'GetQueueUrl' ? String(input.QueueName) : nameInUrl(String(input.QueueUrl));
  return [{ action: `sqs:${action.replace(/Batch$/, '')}`, resource: arnPrefix + name }];
}
