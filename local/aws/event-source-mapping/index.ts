import type { State } from '../../collections.ts';
import { StartError } from '../../start-error.ts';
import type { Adversity } from '../adversity.ts';
import type { DynamoDb } from '../dynamodb/index.ts';
import type { Authorizer } from '../iam/index.ts';
import type { FunctionDefinition } from '../lambda/definition.ts';
import type { Lambda } from '../lambda/index.ts';
import { concurrencyLimit } from '../lambda/scaling.ts';
import type { Meter } from '../meter.ts';
import type { QueueDefinition } from '../sqs/definition.ts';
import type { Sqs } from '../sqs/index.ts';
import { assertCreatable } from './assert-creatable.ts';
import type { MappingDefinition, QueueMappingDefinition, StreamMappingDefinition } from './definition.ts';
import { failedBatchDocument } from './failed-batch.ts';
import { QueueMapping } from './queue-mapping.ts';
import { StreamMapping } from './stream-mapping.ts';

export interface EventSourceMappingsOptions {
  readonly mappings: readonly MappingDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly lambda: Lambda;
  readonly sqs: Sqs;
  readonly dynamoDb: DynamoDb;
  readonly state: State;
  readonly authorizer: Authorizer;
  readonly meter: Meter;
  readonly adversity?: Adversity | undefined;
  readonly onError: (error: unknown) => void;
}

export interface EventSourceMappings {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Connects queues and table streams to functions. */
export function createEventSourceMappings(options: EventSourceMappingsOptions): EventSourceMappings {
  const created = options.mappings.map((definition) => {
    const target = options.functions.find(({ name }) => name === definition.functionName);
    if (target === undefined)
      throw new StartError(`${definition.logicalId}: the function ${definition.functionName} is not in the template`);
    assertCreatable(definition, target, options);
    return definition.kind === 'queue'
      ? queueMapping(options, definition, target)
      : streamMapping(options, definition, target);
  });
  return {
    start: async () => {
      await Promise.all(created.map((mapping) => mapping.start()));
    },
    stop: async () => {
      await Promise.all(created.map((mapping) => mapping.stop()));
    },
  };
}

function queueMapping(
  { lambda, sqs, meter, onError }: EventSourceMappingsOptions,
  definition: QueueMappingDefinition,
  target: FunctionDefinition,
): QueueMapping {
  const caller = { name: target.name, roleId: target.roleId };
  return new QueueMapping({
    definition,
    poller: sqs.poller(definition.sourceArn),
    invoke: (event) => lambda.invoke(target.name, event),
    concurrencyLimit: concurrencyLimit(target),
    onRequest: (action) => meter.record(caller, 'sqs', action, { billedRequests: 1 }),
    onError,
  });
}

function streamMapping(
  { lambda, sqs, dynamoDb, state, adversity, onError }: EventSourceMappingsOptions,
  definition: StreamMappingDefinition,
  target: FunctionDefinition,
): StreamMapping {
  const tableName = definition.sourceArn.split('/')[1] ?? '';
  return new StreamMapping({
    definition,
    stream: dynamoDb.streams(tableName),
    adversity,
    checkpoints: state.sublevel<string>('stream-checkpoints'),
    invoke: (event) => lambda.invoke(target.name, event),
    giveUp: async (failed) => {
      if (definition.failureQueueArn === undefined) {
        onError(new Error(`${definition.logicalId} gave up ${failed.records.length} records after its last retry`));
        return;
      }
      const body = JSON.stringify(failedBatchDocument({ ...failed, functionArn: target.arn }));
      await sqs.send({ queueArn: definition.failureQueueArn, body, sender: { name: target.name } });
    },
    onError,
  });
}
