import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  createEventBridge,
  type Deliver,
  type EventBridge,
  type RuleDefinition,
} from '../../../../local/aws/event-bridge/index.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';

const START = new Date('2026-11-21T04:00:30Z');
const base = { busName: 'hub', state: 'ENABLED' } as const;
const RULES: RuleDefinition[] = [
  {
    ...base,
    name: 'orders',
    arn: 'arn:rule/hub/orders',
    eventPattern: { source: ['hub'], detail: { kind: ['order'] } },
    targets: [{ id: 't', arn: 'arn:queue', deadLetterArn: 'arn:dlq', maximumRetryAttempts: 2 }],
  },
  {
    name: 'every-minute',
    arn: 'arn:rule/every-minute',
    busName: 'default',
    scheduleExpression: 'rate(1 minute)',
    state: 'ENABLED',
    targets: [{ id: 'f', arn: 'arn:function' }],
  },
  {
    name: 'vendors',
    arn: 'arn:rule/vendors',
    busName: 'default',
    scheduleExpression: 'rate(1 minute)',
    state: 'DISABLED',
    targets: [{ id: 'f', arn: 'arn:function', input: '{"scope":"vendors"}' }],
  },
];

describe('EventBridge', () => {
  let directory: string;
  let state: State;
  let events: EventBridge;
  let failure: unknown;
  let errors: unknown[];
  let delivered: { arn: string; event: unknown; attributes: unknown }[];

  const deliver: Deliver = async (target, event, _rule, attributes) => {
    if (failure !== undefined && target.arn !== 'arn:dlq') throw failure;
    delivered.push({ arn: target.arn, event, attributes });
  };
  async function open(): Promise<void> {
    state = await openState(directory);
    events = await createEventBridge({
      state,
      rules: RULES,
      archives: [{ name: 'all', busName: 'hub', retentionDays: 1 }],
      region: 'eu-west-1',
      accountId: '000000000000',
      deliver,
      onError: (error) => errors.push(error),
    });
  }
  async function close(): Promise<void> {
    await events.close();
    await state.close();
  }
  const entry = (detail: unknown, more = {}) => ({
    EventBusName: 'hub',
    Source: 'hub',
    DetailType: 'Ordered',
    Detail: JSON.stringify(detail),
    ...more,
  });
  const handle = async <T>(action: string, input: Record<string, unknown>): Promise<T> =>
    (await events.handle(aCall(action, input))).output as T;
  const put = (...Entries: unknown[]) =>
    handle<{ FailedEntryCount: number; Entries: Record<string, string>[] }>('PutEvents', { Entries });
  /** Lets LevelDB's threads finish, which fake timers don't wait for. */
  const settle = async (until: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 10_000 && !until(); turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(until()).toBe(true);
  };

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'], now: START });
    failure = undefined;
    [errors, delivered] = [[], []];
    directory = await aDirectory();
    await open();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await close();
    expect(errors).toEqual([]);
  });

  it('delivers an event to the targets of the rules that match it', async () => {
    const result = await put(entry({ kind: 'order' }), entry({ kind: 'other' }));
    expect(result.FailedEntryCount).toBe(0);
    expect(delivered).toEqual([
      {
        arn: 'arn:queue',
        attributes: undefined,
        event: {
          version: '0',
          id: result.Entries[0]?.EventId,
          'detail-type': 'Ordered',
          source: 'hub',
          account: '000000000000',
          time: '2026-11-21T04:00:30Z',
          region: 'eu-west-1',
          resources: [],
          detail: { kind: 'order' },
        },
      },
    ]);
  });

  it('accepts the valid entries of a request and returns an error code for each of the others', async () => {
    const { FailedEntryCount, Entries } = await put(
      entry({ kind: 'order' }),
      entry({}, { Detail: '{' }),
      entry({}, { Detail: '[1]' }),
      entry({}, { Source: undefined }),
      entry({}, { Source: 'aws.ec2' }),
      entry({}, { EventBusName: 'missing' }),
    );
    expect(FailedEntryCount).toBe(4);
    expect(Entries.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      undefined,
    ]);
  });

  it('delivers the numbers of a detail as they were written', async () => {
    await put(entry({}, { Detail: '{"kind":"order","total":300.0,"id":12345678901234567}' }));
    expect(JSON.stringify(delivered[0]?.event)).toContain('"total":300.0,"id":12345678901234567}');
  });

  it('rejects requests without entries, with more than ten, and over 1 MiB', async () => {
    const tooMany = Array.from({ length: 11 }, () => entry({}));
    const tooLarge = [entry({ text: 'x'.repeat(600_000) }), entry({ text: 'x'.repeat(600_000) })];
    for (const entries of [[], tooMany, tooLarge]) {
      await expect(put(...entries)).rejects.toMatchObject({ code: 'ValidationException' });
    }
  });

  it('delivers a target’s constant input instead of the event', async () => {
    await events.fire('vendors');
    expect(delivered).toEqual([{ arn: 'arn:function', event: { scope: 'vendors' }, attributes: undefined }]);
  });

  it('retries a failed delivery after a restart', async () => {
    failure = new Error('down');
    await put(entry({ kind: 'order' }));
    await close();
    failure = undefined;
    await open();
    expect(delivered).toEqual([]);
    jest.advanceTimersByTime(1_000);
    await settle(() => delivered.length === 1);
    await close();
    await open();
    jest.advanceTimersByTime(3_600_000);
    expect(delivered).toHaveLength(1);
  });

  it('sends an event to the dead-letter queue when its retries are exhausted', async () => {
    failure = new Error('down');
    await put(entry({ kind: 'order' }));
    for (let turn = 0; turn < 2_000 && delivered.length === 0; turn++) {
      jest.advanceTimersByTime(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(delivered).toMatchObject([
      {
        arn: 'arn:dlq',
        event: { detail: { kind: 'order' } },
        attributes: {
          RULE_ARN: 'arn:rule/hub/orders',
          TARGET_ARN: 'arn:queue',
          ERROR_MESSAGE: 'down',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
        },
      },
    ]);
  });

  it('does not retry an error that no retry can fix', async () => {
    failure = new AwsError('AccessDenied', 'no', 403);
    await put(entry({ kind: 'order' }));
    expect(delivered).toMatchObject([
      { arn: 'arn:dlq', attributes: { ERROR_CODE: 'AccessDenied', RETRY_ATTEMPTS: '0' } },
    ]);
  });

  it('rejects an action that it does not support, by name', async () => {
    await expect(handle('DisableRule', { Name: 'orders' })).rejects.toMatchObject({
      code: 'UnknownOperationException',
      message: 'The local runtime does not support DisableRule of EventBridge.',
    });
  });

  it('reports as usage the events, and the bytes of those that an archive keeps', async () => {
    const input = { Entries: [entry({ kind: 'order' }), entry({}, { EventBusName: 'other' })] };
    const { usage } = await events.handle(aCall('PutEvents', input));
    expect(usage).toEqual({ events: 2, archivedBytes: 'hub'.length + 'Ordered'.length + '{"kind":"order"}'.length });
  });

  it('replays archived events within their retention', async () => {
    await put(entry({ kind: 'order' }));
    const replay = () =>
      handle('StartReplay', {
        ReplayName: 'again',
        EventSourceArn: 'arn:aws:events:eu-west-1:000000000000:archive/all',
        EventStartTime: START.getTime() / 1000,
        EventEndTime: START.getTime() / 1000 + 60,
        Destination: { Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/hub' },
      });
    await replay();
    expect(delivered).toHaveLength(2);
    expect(delivered[1]?.event).toMatchObject({ 'replay-name': 'again', detail: { kind: 'order' } });
    jest.setSystemTime(START.getTime() + 86_400_001);
    await close();
    await open();
    await replay();
    expect(delivered).toHaveLength(2);
  });

  it('fires enabled schedules when they are due, and any schedule on request', async () => {
    const stop = events.startSchedules();
    jest.advanceTimersByTime(29_000);
    expect(delivered).toEqual([]);
    jest.advanceTimersByTime(61_000);
    await settle(() => delivered.length === 2);
    expect(delivered[0]).toMatchObject({
      arn: 'arn:function',
      event: {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: ['arn:rule/every-minute'],
        detail: {},
      },
    });
    stop();
    jest.advanceTimersByTime(600_000);
    await events.fire('every-minute');
    expect(delivered).toHaveLength(3);
  });

  it('requires permission for each bus of a request, once', () => {
    const call = aCall('PutEvents', { Entries: [entry({}), entry({})] });
    expect(events.permissions(call)).toEqual([
      { action: 'events:PutEvents', resource: 'arn:aws:events:eu-west-1:000000000000:event-bus/hub' },
    ]);
  });
});
