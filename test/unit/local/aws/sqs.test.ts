import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createSqs, type Sqs } from '../../../../local/aws/sqs/index.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aCall, aDirectory } from './a-call.ts';
import { aQueue } from './definitions.ts';

function arn(name: string): string {
  return `arn:aws:sqs:eu-west-1:000000000000:${name}`;
}
const QUEUES = [
  aQueue(arn('orders'), { redrive: { deadLetterArn: arn('orders-dlq'), maxReceiveCount: 2 } }),
  aQueue(arn('orders-dlq')),
];

interface Received {
  Messages?: { MessageId: string; ReceiptHandle: string; Body: string; Attributes?: Record<string, string> }[];
}

describe('a standard queue', () => {
  let directory: string;
  let state: State;
  let sqs: Sqs;
  const onInternalSend = jest.fn();

  async function open(): Promise<void> {
    state = await openState(directory);
    sqs = await createSqs({
      state,
      queues: QUEUES,
      region: 'eu-west-1',
      accountId: '000000000000',
      endpoint: () => 'http://localhost:4566',
      serviceMaySend: (_queue, _service, source) => source === 'arn:rule',
      onInternalSend,
    });
  }
  async function reopen(): Promise<void> {
    await sqs.close();
    await state.close();
    await open();
  }
  const call = async <T = Record<string, unknown>>(action: string, input: Record<string, unknown> = {}): Promise<T> =>
    (await sqs.handle(aCall(action, { QueueUrl: 'http://any/000000000000/orders', ...input }))).output as T;
  const send = (body: string, more = {}) => call<{ MessageId: string }>('SendMessage', { MessageBody: body, ...more });
  const receive = async (more = {}) => (await call<Received>('ReceiveMessage', more)).Messages ?? [];
  const bodies = async (more = {}) => (await receive({ MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body);
  const errorCode = (action: string, input = {}) => call(action, input).catch((error: { code: string }) => error.code);
  const counts = async (queue = 'orders') => {
    const input = { QueueUrl: queue, AttributeNames: ['All'] };
    const { Attributes } = await call<{ Attributes: Record<string, string> }>('GetQueueAttributes', input);
    return ['', 'NotVisible', 'Delayed'].map((kind) => Number(Attributes[`ApproximateNumberOfMessages${kind}`]));
  };

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    directory = await aDirectory();
    await open();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await sqs.close();
    await state.close();
  });

  it('delivers a message to one receiver at a time until it is deleted', async () => {
    const { MessageId } = await send('a');
    const [message] = await receive({ AttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId,
      Body: 'a',
      Attributes: { ApproximateReceiveCount: '1', SenderId: 'api' },
    });
    expect(await receive()).toEqual([]);
    expect(await counts()).toEqual([0, 1, 0]);
    await call('DeleteMessage', { ReceiptHandle: message?.ReceiptHandle });
    jest.advanceTimersByTime(31_000);
    expect(await receive()).toEqual([]);
    await reopen();
    expect(await counts()).toEqual([0, 0, 0]);
  });

  it('makes a message visible after its timeout and ignores the earlier receipt handle', async () => {
    await send('a');
    const [first] = await receive();
    jest.advanceTimersByTime(30_000);
    const [second] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(second?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    await call('DeleteMessage', { ReceiptHandle: first?.ReceiptHandle });
    expect(await counts()).toEqual([0, 1, 0]);
  });

  it('delays a message by its DelaySeconds', async () => {
    await send('later', { DelaySeconds: 10 });
    expect(await counts()).toEqual([0, 0, 1]);
    expect(await bodies()).toEqual([]);
    jest.advanceTimersByTime(10_000);
    expect(await bodies()).toEqual(['later']);
  });

  it('changes the visibility timeout of a message, also to 0', async () => {
    await send('a');
    const [message] = await receive();
    await call('ChangeMessageVisibility', { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 60 });
    jest.advanceTimersByTime(59_000);
    expect(await bodies()).toEqual([]);
    await call('ChangeMessageVisibility', { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 });
    expect(await bodies()).toEqual(['a']);
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
  it('extends the visibility timeout of a message to 12 hours in total since it was received', async () => {
    const longLived = { QueueUrl: 'orders-dlq' };
    await send('a', longLived);
    const [message] = await receive(longLived);
    const extend = (VisibilityTimeout: number) =>
      errorCode('ChangeMessageVisibility', { ...longLived, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout });
    expect(await extend(43_200)).toEqual({});
    jest.advanceTimersByTime(600_000);
    expect(await extend(42_601)).toBe('InvalidParameterValue');
    expect(await extend(42_600)).toEqual({});
  });

  it('moves a message past its receive count to the dead-letter queue, and back on request', async () => {
    await send('poison');
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await bodies()).toEqual(['poison']);
      jest.advanceTimersByTime(30_000);
    }
    expect(await bodies()).toEqual([]);
    await reopen();
    expect([await counts(), await counts('orders-dlq')]).toEqual([
      [0, 0, 0],
      [1, 0, 0],
    ]);
    await call('StartMessageMoveTask', { SourceArn: arn('orders-dlq') });
    expect(await bodies()).toEqual(['poison']);
    expect(await counts('orders-dlq')).toEqual([0, 0, 0]);
  });

  it('keeps receive counts and visibility timeouts over a restart', async () => {
    await send('a');
    await receive();
    await reopen();
    expect(await bodies()).toEqual([]);
    jest.advanceTimersByTime(30_000);
    expect((await receive({ AttributeNames: ['All'] }))[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
  });

  it('deletes messages past the retention period', async () => {
    await send('old');
    jest.advanceTimersByTime(3_600_000);
    expect(await counts()).toEqual([0, 0, 0]);
    expect(await bodies()).toEqual([]);
  });

  it('ends a long poll when a message arrives, or after its wait time', async () => {
    const waiting = bodies({ WaitTimeSeconds: 20 });
    await jest.advanceTimersByTimeAsync(5_000);
    await send('late');
    expect(await waiting).toEqual(['late']);
    const nothing = bodies({ WaitTimeSeconds: 1 });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await nothing).toEqual([]);
  });

  it('accepts the valid entries of a batch and reports an error for each of the others', async () => {
    const Entries = [
      { Id: 'a', MessageBody: 'valid' },
      { Id: 'b', MessageBody: '' },
      { Id: 'c', MessageBody: 'bad\u0000' },
      { Id: 'd', MessageBody: 'x', DelaySeconds: 901 },
    ];
    const { Successful, Failed } = await call<{ Successful: { Id: string }[]; Failed: { Code: string }[] }>(
      'SendMessageBatch',
      { Entries },
    );
    expect(Successful.map(({ Id }) => Id)).toEqual(['a']);
    expect(Failed.map(({ Code }) => Code)).toEqual([
      'MissingParameter',
      'InvalidMessageContents',
      'InvalidParameterValue',
    ]);
    const [received] = await receive();
    const deleted = await call('DeleteMessageBatch', {
      Entries: [
        { Id: 'a', ReceiptHandle: received?.ReceiptHandle },
        { Id: 'b', ReceiptHandle: 'nonsense' },
      ],
    });
    expect(deleted).toMatchObject({ Successful: [{ Id: 'a' }], Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }] });
  });

  it('rejects invalid calls with the error codes of SQS', async () => {
    const entries = (count: number, body = 'x') =>
      Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody: body }));
    const codes = await Promise.all([
      errorCode('SendMessage', { QueueUrl: '/000000000000/missing', MessageBody: 'x' }),
      errorCode('SendMessage', { MessageBody: 'x'.repeat(1_048_577) }),
      errorCode('ReceiveMessage', { MaxNumberOfMessages: 11 }),
      errorCode('DeleteMessage', { ReceiptHandle: 'nonsense' }),
      errorCode('SendMessageBatch', { Entries: [] }),
      errorCode('SendMessageBatch', { Entries: entries(11) }),
      errorCode('SendMessageBatch', { Entries: [...entries(1), ...entries(1)] }),
      errorCode('SendMessageBatch', { Entries: entries(2, 'x'.repeat(600_000)) }),
      errorCode('StartMessageMoveTask', { SourceArn: arn('orders') }),
      errorCode('TagQueue'),
    ]);
    expect(codes).toEqual([
      'QueueDoesNotExist',
      'InvalidParameterValue',
      'InvalidParameterValue',
      'ReceiptHandleIsInvalid',
      'EmptyBatchRequest',
      'TooManyEntriesInBatchRequest',
      'BatchEntryIdsNotDistinct',
      'BatchRequestTooLong',
      'InvalidParameterValue',
      'InvalidAction',
    ]);
  });

  it('requires the permission of the single action for a batch', () => {
    const permissions = sqs.permissions(aCall('SendMessageBatch', { QueueUrl: 'http://x/0/orders' }));
    expect(permissions).toEqual([{ action: 'sqs:SendMessage', resource: arn('orders') }]);
  });

  it('serves an event source mapping with records in the form of Lambda', async () => {
    const poller = sqs.poller(arn('orders'));
    const onMessage = jest.fn();
    const unsubscribe = poller.onMessage(onMessage);
    const attributes = { kind: { DataType: 'String', StringValue: 'order' } };
    const sender = { name: 'events.amazonaws.com', sourceArn: 'arn:rule' };
    await sqs.send({ queueArn: arn('orders'), body: 'a', attributes, sender });
    expect(onMessage).toHaveBeenCalled();
    const [record, ...none] = await poller.receive(10);
    expect(none).toEqual([]);
    expect(record).toMatchObject({
      body: 'a',
      md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
      eventSource: 'aws:sqs',
      eventSourceARN: arn('orders'),
      awsRegion: 'eu-west-1',
      attributes: { ApproximateReceiveCount: '1', SenderId: 'events.amazonaws.com' },
      messageAttributes: { kind: { dataType: 'String', stringValue: 'order' } },
    });
    onMessage.mockClear();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(onMessage).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(onMessage).toHaveBeenCalled();
    await poller.receive(10);
    await poller.releaseInFlight();
    // After two receives the message is a dead letter.
    expect(await poller.receive(10)).toEqual([]);
    expect(await counts('orders-dlq')).toEqual([1, 0, 0]);
    unsubscribe();
  });

  it('reports what AWS bills for a message from a service', async () => {
    await sqs.send({ queueArn: arn('orders'), body: 'a'.repeat(65_537), sender: { name: 'lambda.amazonaws.com' } });
    expect(onInternalSend).toHaveBeenCalledWith('lambda.amazonaws.com', { messages: 1, billedRequests: 2 });
  });

  it('rejects a message from a service that the queue policy does not allow', async () => {
    const sender = { name: 'events.amazonaws.com', sourceArn: 'arn:other' };
    await expect(sqs.send({ queueArn: arn('orders'), body: 'a', sender })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('is empty after a purge, also over a restart', async () => {
    await send('a');
    await call('PurgeQueue');
    await reopen();
    expect(await counts()).toEqual([0, 0, 0]);
  });
});
