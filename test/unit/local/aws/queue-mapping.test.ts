import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { QueueMappingDefinition } from '../../../../local/aws/event-source-mapping/definition.ts';
import { QueueMapping } from '../../../../local/aws/event-source-mapping/queue-mapping.ts';
import type { Invocation } from '../../../../local/aws/lambda/index.ts';
import { ENOUGH_FOR_CORES, STALLED_MS } from '../../../../local/aws/lambda/scaling.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { createSqs, type Sqs } from '../../../../local/aws/sqs/index.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory, noErrors, until } from './a-call.ts';
import { aQueue } from './definitions.ts';
import { FAILURE, reporting, SUCCESS } from './mapping-fixture.ts';

const ENVIRONMENTS = 8;

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
    sqs = await createSqs({
      state,
      queues: [
        aQueue(queueArn, { visibilityTimeoutSeconds: 0.1, redrive: { deadLetterArn, maxReceiveCount: 2 } }),
        aQueue(deadLetterArn),
      ],
      region: 'us-east-1',
      accountId: '000000000000',
      endpoint: () => 'http://localhost',
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
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
      concurrencyLimit: ENVIRONMENTS,
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

  it.each([
    ['its maximum concurrency', 2, 2],
    ['five pollers without one', undefined, 5],
    ['what the function’s environments allow', 1_000, ENVIRONMENTS],
  ])('limits the batches in flight to %s', async (_, maximumConcurrency, expected) => {
    let running = 0;
    const release = Promise.withResolvers<Invocation>();
    await send(...'abcdefghijkl');
    await start(
      () => {
        running++;
        return release.promise;
      },
      { batchSize: 1, maximumConcurrency },
    );
    await until(() => running === expected);
    await wait(2 * STALLED_MS);
    expect(running).toBe(expected);
    release.resolve(SUCCESS);
    await until(() => batches.length === 12);
  });

  it('gathers a batch until its window ends', async () => {
    await send('a');
    await start(async () => SUCCESS, { batchSize: 3, batchingWindowSeconds: 300 });
    await send('b', 'c');
    await until(() => batches.length === 1);
    expect(batches[0]).toHaveLength(3);
  });

  it('has no more batches in flight than there are cores, as long as some of them end', async () => {
    // Without this clock, no batch counts as stalled.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'performance', 'Date', 'queueMicrotask'] });
    let [running, most] = [0, 0];
    await send(...'abcdefghijkl');
    await start(
      async () => {
        most = Math.max(most, ++running);
        await wait(1);
        running--;
        return SUCCESS;
      },
      { batchSize: 1, maximumConcurrency: 1_000 },
    );
    while (batches.length < 12) await wait(1);
    expect(most).toBe(Math.min(ENOUGH_FOR_CORES, ENVIRONMENTS));
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
