import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TableStream } from '../../../../local/aws/dynamodb/streams.ts';
import type { StreamRecord } from '../../../../local/aws/dynamodb/types.ts';
import type { StreamMappingDefinition } from '../../../../local/aws/event-source-mapping/definition.ts';
import { failedBatchDocument } from '../../../../local/aws/event-source-mapping/failed-batch.ts';
import { StreamMapping, type StreamMappingOptions } from '../../../../local/aws/event-source-mapping/stream-mapping.ts';
import type { Invocation } from '../../../../local/aws/lambda/index.ts';
import { AwsError } from '../../../../local/aws/service.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { aDirectory, until } from './a-call.ts';
import { adverse } from './adverse-fixture.ts';
import { FAILURE, reporting, SUCCESS } from './mapping-fixture.ts';

describe('a stream mapping', () => {
  let state: State;
  let mapping: StreamMapping | undefined;
  let records: StreamRecord[] = [];
  let batches: string[][] = [];
  const expired = new Set<string>();
  const errors: unknown[] = [];
  const listeners = new Set<() => void>();
  const given: Parameters<StreamMappingOptions['giveUp']>[0][] = [];

  beforeEach(async () => {
    state = await openState(await aDirectory());
    [records, batches] = [[], []];
    given.length = 0;
    errors.length = 0;
    expired.clear();
  });
  afterEach(async () => {
    await mapping?.stop();
    await state.close();
    expect(errors).toEqual([]);
  });

  const stream: TableStream = {
    read: async (after = '', limit) => records.filter((r) => r.dynamodb.SequenceNumber > after).slice(0, limit),
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    latest: () => records.at(-1)?.dynamodb.SequenceNumber ?? '0',
    retains: (record) => !expired.has(record.dynamodb.SequenceNumber),
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
    adversity?: StreamMappingOptions['adversity'],
  ): Promise<void> => {
    mapping = new StreamMapping({
      adversity,
      definition: {
        kind: 'stream',
        logicalId: 'M',
        functionName: 'relay',
        sourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s',
        startingPosition: 'TRIM_HORIZON',
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
      onError: (error) => errors.push(error),
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

  it('delivers a batch again, or its end, on a bad day', async () => {
    const again = [0, 2];
    write(1, 2, 3);
    await start(() => SUCCESS, {}, adverse({ redeliversFrom: () => again.shift() }));
    await until(() => mapping?.caughtUp);
    expect([batches, await checkpoint()]).toEqual([[['1', '2', '3'], ['1', '2', '3'], ['3']], '0003']);
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

  it('starts after the last record when its starting position is LATEST, and goes on from there after a restart', async () => {
    write(1);
    await start(() => SUCCESS, { startingPosition: 'LATEST' });
    await mapping?.stop();
    write(2);
    await start(() => SUCCESS, { startingPosition: 'LATEST' });
    await until(() => batches.length > 0);
    expect(batches).toEqual([['2']]);
  });

  it('retries a record until it expires, and reports that it is lost', async () => {
    write(1, 2, 3);
    await start(() => {
      if (batches.length === 3) for (const sequence of ['0001', '0002']) expired.add(sequence);
      return batches.length < 5 ? FAILURE : SUCCESS;
    });
    await until(() => mapping?.caughtUp);
    expect(batches).toEqual([['1', '2', '3'], ['1', '2', '3'], ['1', '2', '3'], ['3'], ['3']]);
    expect([await checkpoint(), errors.splice(0)]).toEqual([
      '0003',
      [new Error('M lost 2 records, which expired before a success')],
    ]);
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
