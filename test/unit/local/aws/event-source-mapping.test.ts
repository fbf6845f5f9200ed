import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TableStream } from '../../../../local/aws/dynamodb/streams.ts';
import type { StreamRecord } from '../../../../local/aws/dynamodb/types.ts';
import type {
  QueueMappingDefinition,
  StreamMappingDefinition,
} from '../../../../local/aws/event-source-mapping/definition.ts';
import { failedBatchDocument } from '../../../../local/aws/event-source-mapping/failed-batch.ts';
import { QueueMapping } from '../../../../local/aws/event-source-mapping/queue-mapping.ts';
import { StreamMapping, type StreamMappingOptions } from '../../../../local/aws/event-source-mapping/stream-mapping.ts';
import type { Invocation } from '../../../../local/aws/lambda/index.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { createSqs, type Sqs } from '../../../../local/aws/sqs/index.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';

const SUCCESS: Invocation = { requestId: 'r1', payload: 'null' };
const FAILURE: Invocation = { requestId: 'r1', payload: '{"errorMessage":"no"}', functionError: 'Unhandled' };
function reporting(...ids: string[]): Invocation {
  return {
    requestId: 'r1',
    payload: JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }),
  };
}
async function until(check: () => unknown): Promise<void> {
  while (!(await check())) await new Promise((go) => setTimeout(go, 5));
}
function noErrors(error: unknown): void {
  throw error;
}

describe('a queue mapping', () => {
  const queueArn = 'arn:aws:sqs:us-east-1:000000000000:orders';
  const deadLetterArn = `${queueArn}-dlq`;
  let state: State;
  let sqs: Sqs;
  let mapping: QueueMapping | undefined;
  let batches: string[][] = [];

  beforeEach(async () => {
    batches = [];
    state = await openState(await aDirectory());
    const queue = { delaySeconds: 0, receiveWaitSeconds: 0, retentionSeconds: 3600 };
    sqs = await createSqs({
      state,
      queues: [
        {
          ...queue,
          name: 'orders',
          arn: queueArn,
          visibilityTimeoutSeconds: 0.1,
          redrive: { deadLetterArn, maxReceiveCount: 2 },
        },
        { ...queue, name: 'orders-dlq', arn: deadLetterArn, visibilityTimeoutSeconds: 30 },
      ],
      region: 'us-east-1',
      accountId: '000000000000',
      endpoint: () => 'http://localhost',
    });
  });
  afterEach(async () => {
    await mapping?.stop();
    await sqs.close();
    await state.close();
  });

  const send = (...bodies: string[]) =>
    Promise.all(bodies.map((body) => sqs.send({ queueArn, body, sender: { name: 'test' } })));
  const start = async (
    invoke: (bodies: string[], ids: string[]) => Promise<Invocation> | Invocation,
    definition: Partial<QueueMappingDefinition> = {},
  ) => {
    mapping = new QueueMapping({
      definition: {
        kind: 'queue',
        logicalId: 'M',
        functionName: 'work',
        sourceArn: queueArn,
        batchSize: 10,
        filters: [],
        reportsItemFailures: false,
        ...definition,
      },
      poller: sqs.poller(queueArn),
      invoke: async (event) => {
        const { Records } = event as { Records: { body: string; messageId: string }[] };
        batches.push(Records.map(({ body }) => body));
        return invoke(
          Records.map(({ body }) => body),
          Records.map(({ messageId }) => messageId),
        );
      },
      concurrencyLimit: 5,
      onRequest: () => undefined,
      onError: noErrors,
    });
    await mapping.start();
  };
  const deadLetters = async (): Promise<string[]> => {
    const dead: string[] = [];
    await until(async () => {
      dead.push(...(await sqs.poller(deadLetterArn).receive(10)).map(({ body }) => body));
      return dead.length > 0;
    });
    return dead;
  };
  /** Of the messages that are left, in flight or not. */
  const counts = async (): Promise<unknown> => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'];
    return (await sqs.handle(aCall('GetQueueAttributes', { QueueUrl: 'orders', AttributeNames }))).output;
  };
  const none = { Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' } };

  it('deletes the messages that the function has processed', async () => {
    await send('a', 'b');
    await start(() => SUCCESS);
    await until(() => batches.flat().length === 2);
    await mapping?.stop();
    expect(await counts()).toEqual(none);
  });

  it('delivers messages that arrive after the start', async () => {
    await start(() => SUCCESS);
    await send('a');
    await until(() => batches.length === 1);
    expect(batches).toEqual([['a']]);
  });

  it('delivers a failed batch again after its visibility time-out, and moves it to the dead-letter queue in the end', async () => {
    await send('a');
    await start(() => FAILURE);
    const dead = await deadLetters();
    expect([batches, dead]).toEqual([[['a'], ['a']], ['a']]);
  });

  it('deletes all messages but those that the function reports as failed', async () => {
    await send('good', 'bad');
    await start((bodies, ids) => reporting(...ids.filter((_id, index) => bodies[index] === 'bad')), {
      reportsItemFailures: true,
    });
    const dead = await deadLetters();
    expect(dead).toEqual(['bad']);
    expect(batches.flat().filter((body) => body === 'good')).toHaveLength(1);
  });

  it('fails the whole batch when the report names no message of it', async () => {
    await send('a');
    await start(() => reporting('unknown'), { reportsItemFailures: true });
    await until(() => batches.length === 2);
  });

  it('delivers a throttled batch again after its visibility time-out', async () => {
    await send('a');
    await start(() => {
      if (batches.length === 1) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      return SUCCESS;
    });
    await until(() => batches.length === 2);
  });

  it('limits the batches in flight to its maximum concurrency', async () => {
    let [running, most] = [0, 0];
    await send('a', 'b', 'c', 'd', 'e');
    await start(
      async () => {
        most = Math.max(most, ++running);
        await new Promise((go) => setTimeout(go, 20));
        running--;
        return SUCCESS;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    await until(() => batches.length === 5);
    expect(most).toBe(2);
  });

  it('deletes the messages that its filters exclude', async () => {
    await send('{"kind":"wanted"}', '{"kind":"other"}');
    await start(() => SUCCESS, { filters: [{ body: { kind: ['wanted'] } }] });
    await until(() => batches.length === 1);
    await mapping?.stop();
    expect([batches, await counts()]).toEqual([[['{"kind":"wanted"}']], none]);
  });

  it('delivers at once the messages that the last process had in flight', async () => {
    await send('a');
    await sqs.poller(queueArn).receive(1);
    await start(() => SUCCESS);
    expect(
      await Promise.race([until(() => batches.length === 1), new Promise((go) => setTimeout(go, 80, 'late'))]),
    ).toBe(undefined);
  });
});

describe('a stream mapping', () => {
  let state: State;
  let mapping: StreamMapping | undefined;
  let records: StreamRecord[] = [];
  let batches: string[][] = [];
  const listeners = new Set<() => void>();
  const given: Parameters<StreamMappingOptions['giveUp']>[0][] = [];

  beforeEach(async () => {
    state = await openState(await aDirectory());
    [records, batches] = [[], []];
    given.length = 0;
  });
  afterEach(async () => {
    await mapping?.stop();
    await state.close();
  });

  const stream: TableStream = {
    read: async (after = '', limit) => records.filter((r) => r.dynamodb.SequenceNumber > after).slice(0, limit),
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    trim: async () => undefined,
  };
  const write = (...numbers: number[]): void => {
    for (const number of numbers) {
      records.push({
        eventID: String(number),
        eventName: number % 2 === 0 ? 'MODIFY' : 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
        dynamodb: {
          ApproximateCreationDateTime: Date.now() / 1000,
          Keys: { pk: { S: String(number) } },
          SequenceNumber: String(number).padStart(4, '0'),
          SizeBytes: 1,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      });
    }
    for (const listener of listeners) listener();
  };
  const start = async (
    invoke: (sequences: string[]) => Invocation,
    definition: Partial<StreamMappingDefinition> = {},
  ): Promise<void> => {
    mapping = new StreamMapping({
      definition: {
        kind: 'stream',
        logicalId: 'M',
        functionName: 'relay',
        sourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
        batchSize: 100,
        filters: [],
        reportsItemFailures: false,
        bisectOnError: false,
        maximumRetries: -1,
        ...definition,
      },
      stream,
      checkpoints: state.sublevel<string>('checkpoints'),
      invoke: async (event) => {
        const { Records } = event as { Records: StreamRecord[] };
        const sequences = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
        batches.push(sequences.map((sequence) => String(Number(sequence))));
        return invoke(sequences);
      },
      giveUp: async (failed) => {
        given.push(failed);
      },
      onError: noErrors,
      retryDelayMs: 1,
    });
    await mapping.start();
  };
  const checkpoint = () => state.sublevel<string>('checkpoints').get('M');

  it('delivers records in order and in batches, and saves its checkpoint', async () => {
    write(1, 2, 3);
    await start(() => SUCCESS, { batchSize: 2 });
    await until(() => mapping?.caughtUp);
    expect([batches, await checkpoint()]).toEqual([[['1', '2'], ['3']], '0003']);
  });

  it('resumes after the last successful batch when it is started again', async () => {
    write(1, 2);
    await start(() => SUCCESS);
    await until(() => mapping?.caughtUp);
    await mapping?.stop();
    write(3);
    await start(() => SUCCESS);
    await until(() => batches.length === 2);
    expect(batches).toEqual([['1', '2'], ['3']]);
  });

  it('retries a failed batch before it delivers later records', async () => {
    write(1, 2);
    await start(() => {
      if (batches.length === 1) write(3);
      return batches.length < 3 ? FAILURE : SUCCESS;
    });
    await until(() => mapping?.caughtUp);
    expect(batches).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']]);
  });

  it('retries from the first record that the function reports as failed', async () => {
    write(1, 2, 3, 4);
    await start(() => (batches.length === 1 ? reporting('0004', '0003') : reporting()), { reportsItemFailures: true });
    await until(() => mapping?.caughtUp);
    expect(batches).toEqual([
      ['1', '2', '3', '4'],
      ['3', '4'],
    ]);
  });

  it('bisects a failing batch until the failing record is alone, and gives up only that one', async () => {
    write(1, 2, 3, 4);
    await start((sequences) => (sequences.includes('0003') ? FAILURE : SUCCESS), {
      bisectOnError: true,
      maximumRetries: 1,
    });
    await until(() => mapping?.caughtUp);
    expect(batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['3'], ['4']]);
    expect(given).toEqual([expect.objectContaining({ records: [records[2]], last: FAILURE })]);
    expect(await checkpoint()).toBe('0004');
  });

  it('does not count a throttled attempt as a retry', async () => {
    write(1);
    await start(
      () => {
        if (batches.length < 4) throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
        return SUCCESS;
      },
      { maximumRetries: 0 },
    );
    await until(() => mapping?.caughtUp);
    expect([batches.length, given]).toEqual([4, []]);
  });

  it('skips the records that its filters exclude', async () => {
    write(1, 2, 3, 4);
    await start(() => SUCCESS, { filters: [{ eventName: ['MODIFY'] }] });
    await until(() => mapping?.caughtUp);
    expect([batches, await checkpoint()]).toEqual([[['2', '4']], '0004']);
  });

  it('splits a batch that exceeds the size of an invocation’s payload', async () => {
    write(1, 2, 3);
    records = records.map((record) => ({
      ...record,
      dynamodb: { ...record.dynamodb, NewImage: { text: { S: 'x'.repeat(2_500_000) } } },
    }));
    await start(() => SUCCESS);
    await until(() => mapping?.caughtUp);
    expect(batches).toEqual([['1', '2'], ['3']]);
  });

  it('describes a batch that was given up in the form of Lambda’s document', () => {
    write(7, 8);
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:relay';
    expect(failedBatchDocument({ functionArn, records, invocations: 3, last: FAILURE })).toEqual({
      requestContext: { requestId: 'r1', functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.any(String),
      DDBStreamBatchInfo: {
        shardId: expect.any(String),
        startSequenceNumber: '0007',
        endSequenceNumber: '0008',
        approximateArrivalOfFirstRecord: expect.any(String),
        approximateArrivalOfLastRecord: expect.any(String),
        batchSize: 2,
        streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
      },
    });
  });
});
