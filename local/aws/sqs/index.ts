import type { State } from '../../collections.ts';
import { parseInput } from '../parse-input.ts';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Clock, type Permission } from '../service.ts';
import type { QueueDefinition } from './definition.ts';
import { MAX_MESSAGE_BYTES } from './definition.ts';
import * as inputs from './inputs.ts';
import { checkContent, type Message, type MessageAttributes } from './message.ts';
import { createPoller, type Poller } from './poller.ts';
import { Queue } from './queue.ts';
import { queueActions } from './queue-actions.ts';

export type { QueueDefinition } from './definition.ts';
export type { Poller, ReceivedMessage } from './poller.ts';

export interface SqsOptions {
  readonly state: State;
  readonly queues: readonly QueueDefinition[];
  readonly region: string;
  readonly accountId: string;
  /** Where this node is reached; only queue URLs that are handed out depend on it. */
  readonly endpoint: () => string;
  readonly clock?: Clock;
  /** What the queues' resource policies say about a service that sends on behalf of `sourceArn`. */
  readonly serviceMaySend?: (queueArn: string, serviceCaller: string, sourceArn: string) => boolean;
}

/** A message that another service of the node puts into a queue. */
export interface InternalMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** With a source the queue's policy must allow it; without one the sender has shown its own permission already. */
  readonly sender: { readonly name: string; readonly sourceArn?: string };
}

export interface Sqs extends AwsService {
  poller(queueArn: string): Poller;
  send(message: InternalMessage): Promise<void>;
}

/** SQS's standard queues. */
export async function createSqs(options: SqsOptions): Promise<Sqs> {
  const { state, region, accountId, clock = Date.now, serviceMaySend = () => true } = options;
  const collection = state.sublevel<Message>('sqs');
  const byName = new Map<string, Queue>();
  for (const definition of options.queues) {
    if (definition.fifo) throw new Error(`${definition.name}: the local runtime serves standard queues only, not FIFO`);
    const queue = new Queue(definition, collection, clock);
    await queue.load();
    byName.set(definition.name, queue);
  }
  const queues = [...byName.values()];
  for (const { definition } of queues) if (definition.redrive) queueByArn(definition.redrive.deadLetterArn);

  function queueByArn(arn: string): Queue {
    const queue = queues.find(({ definition }) => definition.arn === arn);
    if (queue === undefined) throw noSuchQueue();
    return queue;
  }
  function queueOf(call: AwsCall): Queue {
    const { QueueUrl } = parseInput(inputs.QueueUrlInput, call.input, 'InvalidAddress');
    const queue = byName.get(nameInUrl(QueueUrl));
    if (queue === undefined) throw noSuchQueue();
    return queue;
  }
  const deadLettersOf = ({ definition }: Queue): Queue | undefined =>
    definition.redrive && queueByArn(definition.redrive.deadLetterArn);
  const arnOf = (name: string): string =>
    byName.get(name)?.definition.arn ?? `arn:aws:sqs:${region}:${accountId}:${name}`;
  const urlOf = (name: string): string => `${options.endpoint()}/${accountId}/${name}`;

  const onQueue = queueActions(deadLettersOf, clock);
  const elsewhere: Readonly<Record<string, (call: AwsCall) => Promise<AwsAnswer>>> = {
    GetQueueUrl: async ({ input }) => {
      const { QueueName } = parseInput(inputs.GetQueueUrlInput, input, 'InvalidParameterValue');
      if (!byName.has(QueueName)) throw noSuchQueue();
      return { output: { QueueUrl: urlOf(QueueName) } };
    },
    ListQueues: async ({ input }) => {
      const { QueueNamePrefix } = parseInput(inputs.ListQueuesInput, input, 'InvalidParameterValue');
      const names = [...byName.keys()].filter((name) => name.startsWith(QueueNamePrefix));
      return { output: { QueueUrls: names.map(urlOf) } };
    },
    StartMessageMoveTask: async ({ input }) => {
      const { SourceArn, DestinationArn } = parseInput(
        inputs.StartMessageMoveTaskInput,
        input,
        'InvalidParameterValue',
      );
      const source = queueByArn(SourceArn);
      const destination = DestinationArn === undefined ? undefined : queueByArn(DestinationArn);
      const back = queues.filter(({ definition }) => definition.redrive?.deadLetterArn === SourceArn);
      if (back.length === 0) {
        throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
      }
      const moved = await source.moveAll(
        (message) => destination ?? back.find(({ definition }) => definition.arn === message.deadLetterSourceArn),
      );
      return { output: { TaskHandle: Buffer.from(`${SourceArn}:${clock()}`).toString('base64') }, usage: { moved } };
    },
  };

  return {
    name: 'sqs',
    permissions: (call) => permissionsOf(call, arnOf, `arn:aws:sqs:${region}:${accountId}:*`),
    handle: async (call) => {
      const other = elsewhere[call.action];
      if (other !== undefined) return other(call);
      const handler = onQueue[call.action];
      if (handler === undefined)
        throw new AwsError('InvalidAction', `The action ${call.action} is not available here.`);
      return { usage: { billedRequests: 1 }, ...(await handler(queueOf(call), call)) };
    },
    poller: (queueArn) => {
      const queue = queueByArn(queueArn);
      return createPoller(queue, deadLettersOf(queue), region);
    },
    send: async ({ queueArn, body, attributes = {}, sender }) => {
      const queue = queueByArn(queueArn);
      if (sender.sourceArn !== undefined && !serviceMaySend(queueArn, sender.name, sender.sourceArn)) {
        const may = `${sender.name} is not authorized to perform: sqs:sendmessage on resource: ${queueArn}`;
        throw new AwsError('AccessDenied', `User: ${may} because no resource-based policy allows the action`, 403);
      }
      checkContent(body, attributes, queue.definition.maxMessageBytes ?? MAX_MESSAGE_BYTES);
      await queue.send([{ body, attributes, senderId: sender.name }]);
    },
    close: async () => {
      for (const queue of queues) queue.waiters.close();
    },
  };
}

function nameInUrl(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

function noSuchQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** A batch needs the permission of its single action: `sqs:SendMessage` for SendMessageBatch. */
function permissionsOf(call: AwsCall, arnOf: (name: string) => string, anyQueue: string): readonly Permission[] {
  const { action, input } = call;
  if (action === 'ListQueues') return [{ action: 'sqs:ListQueues', resource: anyQueue }];
  if (action === 'StartMessageMoveTask') {
    return [{ action: 'sqs:StartMessageMoveTask', resource: String(input.SourceArn) }];
  }
  const name = action === 'GetQueueUrl' ? String(input.QueueName) : nameInUrl(String(input.QueueUrl));
  return [{ action: `sqs:${action.replace(/Batch$/, '')}`, resource: arnOf(name) }];
}
