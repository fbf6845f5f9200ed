import { describe, expect, it } from '@jest/globals';
import { logger } from '../../../../core/runtime/logger.ts';
import { createStreamConsumer, type StreamRecord } from '../../../../core/runtime/stream-consumer.ts';
import { invocation } from '../../support/invocation.ts';
import { captureLogs, loggedError } from '../../support/logs.ts';

const logs = captureLogs();

const records: readonly StreamRecord[] = ['100', '101', '102'].map((SequenceNumber) => ({
  dynamodb: { SequenceNumber, NewImage: { title: { S: 'Laptop of Jane Roe' } } },
}));

function consume(handle: (records: readonly StreamRecord[]) => Promise<number | undefined>, remainingMs = 30_000) {
  return createStreamConsumer(handle)({ Records: records }, invocation({ remainingMs }));
}

describe('a stream consumer', () => {
  it('hands over the records in their order and reports nothing when all are handled', async () => {
    const handled: StreamRecord[] = [];
    const response = await consume(async (batch) => {
      handled.push(...batch);
      return undefined;
    });
    expect(response).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual(records);
    expect(logs.lines()).toEqual([]);
  });

  it.each([
    [0, '100'],
    [1, '101'],
    [2, '102'],
  ])('reports and logs the sequence number of the first failed record, here record %d', async (index, sequence) => {
    expect(await consume(async () => index)).toEqual({ batchItemFailures: [{ itemIdentifier: sequence }] });
    expect(logs.lines()).toEqual([
      { level: 'ERROR', message: 'Stream record failed', request_id: 'req-lambda', sequence_number: sequence },
    ]);
  });

  it('fails the invocation and logs the error when the handler throws, so that the whole batch is retried', async () => {
    const error = new Error('No bus');
    await expect(consume(() => Promise.reject(error))).rejects.toBe(error);
    expect(logs.lines()).toEqual([
      {
        level: 'ERROR',
        message: 'Invocation failed',
        request_id: 'req-lambda',
        error: loggedError({ name: 'Error', message: 'No bus' }),
      },
    ]);
  });

  it('fails the invocation and logs the time-out when it runs out of time', async () => {
    await expect(consume(() => new Promise(() => {}), 20)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(logs.lines()).toMatchObject([{ message: 'Invocation failed', error: { name: 'TimeoutError' } }]);
  });

  it('fails the invocation when the handler returns an index that the batch does not have', async () => {
    const records = [{ dynamodb: { SequenceNumber: '100' } }];
    const consume = createStreamConsumer(async () => 1);
    await expect(consume({ Records: records }, invocation())).rejects.toThrow('The batch has no record 1.');
  });

  it('logs nothing of a record but its sequence number', async () => {
    await consume(async () => 1);
    await consume(() => Promise.reject(new Error('No bus'))).catch(() => {});
    expect(logs.lines()).toHaveLength(2);
    expect(logs.text()).not.toMatch(/Jane|NewImage/);
  });

  it('has no log key of the invocation before', async () => {
    await consume(async () => {
      logger.appendKeys({ request: 'of the one before' });
      return undefined;
    });
    await consume(async () => 0);
    expect(Object.keys(logs.lines()[0] ?? {}).sort()).toEqual(['level', 'message', 'request_id', 'sequence_number']);
  });
});
