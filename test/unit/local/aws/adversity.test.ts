import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Adversity, createAdversity } from '../../../../local/aws/adversity.ts';
import { createEventBridge } from '../../../../local/aws/event-bridge/index.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { createSqs } from '../../../../local/aws/sqs/index.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory, noErrors } from './a-call.ts';
import { adverse } from './adverse-fixture.ts';
import { aQueue } from './definitions.ts';
import { endpointOf } from './endpoint-fixture.ts';
import { type LambdaFixture, lambdaWith } from './lambda-fixture.ts';

const where = { region: 'us-east-1', accountId: '000000000000' };

describe('a bad day', () => {
  const decisionsOf = (day: Adversity) =>
    Array.from({ length: 200 }, () => [day.throttles(), day.readAgeMs(), day.deliveryDelaysMs(), day.clockOffsetMs()]);

  it('is the same for the same seed, and another for another', () => {
    expect(decisionsOf(createAdversity(7))).toEqual(decisionsOf(createAdversity(7)));
    expect(decisionsOf(createAdversity(7))).not.toEqual(decisionsOf(createAdversity(8)));
  });

  it('decides each kind of thing whatever it decides of the others', () => {
    const [one, other] = [createAdversity(7), createAdversity(7)];
    for (let n = 0; n < 10; n++) other.throttles();
    expect(Array.from({ length: 50 }, one.clockOffsetMs)).toEqual(Array.from({ length: 50 }, other.clockOffsetMs));
  });

  it('has everything go wrong, within its bounds', () => {
    const day = createAdversity(7);
    const many = <T>(decide: () => T): T[] => Array.from({ length: 1_000 }, decide);
    for (const decide of [day.throttles, day.failsEntry, day.recycles]) {
      expect(new Set(many(decide))).toEqual(new Set([true, false]));
    }
    for (const ages of [many(day.readAgeMs), many(day.indexAgeMs)]) {
      expect(Math.max(...ages)).toBeLessThan(1_000);
      expect(Math.max(...ages)).toBeGreaterThan(900);
    }
    expect(new Set(many(() => day.redeliversFrom(2)))).toEqual(new Set([undefined, 0, 1]));
    expect(new Set(many(() => day.deliveryDelaysMs().length))).toEqual(new Set([1, 2]));
    const offsets = many(day.clockOffsetMs);
    expect([Math.min(...offsets) < -1_500, Math.max(...offsets) > 1_500]).toEqual([true, true]);
  });
});

describe('a function', () => {
  let fixture: LambdaFixture;
  afterEach(() => fixture.close());
  const results = async (times: number): Promise<unknown[]> => {
    const all: unknown[] = [];
    for (let n = 0; n < times; n++) all.push((await fixture.invoke()).result);
    return all;
  };

  it('gets a new environment after one that is recycled', async () => {
    const source = 'let count = 0; export const handler = async () => ++count';
    let served = 0;
    fixture = await lambdaWith(source, {}, adverse({ recycles: () => ++served === 2 }));
    expect(await results(4)).toEqual([1, 2, 1, 2]);
  });

  it('has a clock that is off, and its full time', async () => {
    const source = `export const handler = async (event, context) => ({
      times: [Date.now(), new Date().getTime(), Date.parse(Date())],
      left: context.getRemainingTimeInMillis(),
      kept: [new Date(5).getTime(), new Date('2026-01-02').toISOString(), new Date() instanceof Date] })`;
    fixture = await lambdaWith(source, {}, adverse({ clockOffsetMs: () => -60_000 }));
    const [{ times, left, kept }] = (await results(1)) as [{ times: number[]; left: number; kept: unknown[] }];
    for (const time of times) expect(Math.abs(Date.now() - 60_000 - time)).toBeLessThan(5_000);
    expect(left).toBeLessThanOrEqual(3_000);
    expect(kept).toEqual([5, '2026-01-02T00:00:00.000Z', true]);
  });
});

describe('a service', () => {
  let state: State;
  beforeEach(async () => {
    state = await openState(await aDirectory());
  });
  afterEach(() => state.close());

  it('throttles functions with its own error, and never the operator', async () => {
    const names = ['dynamodb', 'sqs', 'events', 'secretsmanager', 'lambda', 's3'];
    const service = (name: string): AwsService => ({
      name,
      permissions: () => [],
      handle: async () => ({ output: {} }),
      close: async () => undefined,
    });
    const endpoint = endpointOf(names.map(service), { adversity: adverse({ throttles: () => true }) });
    const api = { name: 'api', roleId: 'ApiRole' };
    const codeOf = (name: string, action = 'Any', input = {}) =>
      endpoint.call(api, { service: name, action, input }).catch(({ code, status }) => `${status} ${code}`);
    expect(await Promise.all(names.map((name) => codeOf(name)))).toEqual([
      '400 ThrottlingException',
      '400 RequestThrottled',
      '400 ThrottlingException',
      '400 ThrottlingException',
      '429 TooManyRequestsException',
      '503 SlowDown',
    ]);
    const canceled = await codeOf('dynamodb', 'TransactWriteItems', { TransactItems: [{}, {}] });
    expect(canceled).toBe('400 TransactionCanceledException');
    const call = endpoint.call({ name: 'operator' }, { service: 'sqs', action: 'Any', input: {} });
    await expect(call).resolves.toEqual({ output: {} });
  });

  it('fails entries of PutEvents alone', async () => {
    let entry = 0;
    const events = await createEventBridge({
      ...where,
      state,
      rules: [],
      archives: [],
      adversity: adverse({ failsEntry: () => ++entry === 2 }),
      deliver: async () => undefined,
      onError: noErrors,
    });
    const Entries = [1, 2, 3].map(() => ({ Source: 'hub', DetailType: 'made', Detail: '{}' }));
    const { output } = await events.handle(aCall('PutEvents', { Entries }));
    expect(output).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'ThrottlingException' }, { EventId: expect.any(String) }],
    });
    await events.close();
  });

  it('delivers a message twice and after a later one, each time until it is deleted', async () => {
    let now = 1_000_000;
    const delays: [number, ...number[]][] = [[200, 900], [0]];
    const sqs = await createSqs({
      ...where,
      state,
      queues: [aQueue('arn:orders')],
      endpoint: () => '',
      clock: () => now,
      adversity: adverse({ deliveryDelaysMs: () => delays.shift() ?? [0] }),
    });
    const poller = sqs.poller('arn:orders');
    const receive = async (): Promise<string[]> => {
      const messages = await poller.receive(10);
      await poller.delete(messages.map(({ receiptHandle }) => receiptHandle));
      return messages.map(({ body, messageId }) => `${body} ${messageId}`);
    };
    const send = (MessageBody: string) => sqs.handle(aCall('SendMessage', { QueueUrl: '/orders', MessageBody }));
    const ids = [await send('first'), await send('second')].map(({ output }) => Object(output).MessageId);
    expect(await receive()).toEqual([`second ${ids[1]}`]);
    now += 200;
    expect(await receive()).toEqual([`first ${ids[0]}`]);
    now += 700;
    expect(await receive()).toEqual([`first ${ids[0]}`]);
    now += 60_000;
    expect(await receive()).toEqual([]);
    await sqs.close();
  });
});
