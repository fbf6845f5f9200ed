import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdBatches } from './held-batches.ts';
import { item, key, useOrders } from './support.ts';

const db = useOrders();
let batches: ReturnType<typeof holdBatches>;
beforeEach(() => {
  batches = holdBatches();
});
afterEach(() => batches.stop());

/** Waits until a number of batches has started, and releases the last of them. */
async function release(count: number): Promise<void> {
  for (let turn = 0; turn < 1_000 && batches.started.length < count; turn += 1) await setImmediate();
  expect(batches.started).toHaveLength(count);
  batches.started.at(-1)?.release();
}

/** Whether a call is answered within some turns of the event loop. */
async function isAnswered(call: Promise<unknown>): Promise<boolean> {
  let answered = false;
  const answer = (): void => {
    answered = true;
  };
  call.then(answer, answer);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  return answered;
}

const read = (id: string) => db.call('GetItem', { Key: key(id), ConsistentRead: true });
const increment = (id: string) => ({
  Key: key(id),
  UpdateExpression: 'ADD balance :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
});
const transact = (...ids: string[]) =>
  db.call('TransactWriteItems', {
    TransactItems: ids.map((id) => ({ Update: { TableName: 'orders', ...increment(id) } })),
  });
const operationsOf = (batch: number) => batches.started[batch]?.operations.map((operation) => String(operation.key));

describe('a write', () => {
  it('is acknowledged, read and in the stream when its batch is durable, and not before', async () => {
    const before = db.service.streams('orders').latest();
    const put = db.put('a');
    expect(await isAnswered(put)).toBe(false);
    expect(await read('a')).toEqual({});
    expect(db.service.streams('orders').latest()).toBe(before);
    await release(1);
    await put;
    expect(await read('a')).toMatchObject({ Item: item('a') });
    expect(await db.service.streams('orders').read(before, 10)).toHaveLength(1);
  });

  it('fails on a condition when what it failed on is durable', async () => {
    const put = db.put('a');
    const again = db.call('PutItem', { Item: item('a'), ConditionExpression: 'attribute_not_exists(pk)' });
    expect(await isAnswered(again)).toBe(false);
    await release(1);
    await put;
    await expect(again).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
  });

  it('builds on a write that is not durable yet, and follows it in the stream', async () => {
    const calls = [db.call('UpdateItem', increment('a')), db.call('UpdateItem', increment('a'))];
    await release(1);
    await Promise.all(calls);
    expect(await read('a')).toMatchObject({ Item: { balance: { N: '2' } } });
    const records = await db.service.streams('orders').read(undefined, 10);
    expect(records.map(({ dynamodb }) => dynamodb.NewImage?.balance)).toEqual([{ N: '1' }, { N: '2' }]);
  });

  it('is written before the database closes', async () => {
    const put = db.put('a');
    const closed = db.service.close();
    expect(await isAnswered(closed)).toBe(false);
    await release(1);
    await Promise.all([put, closed]);
  });
});

it('changes one of two attributes that a write before it, not yet durable, has set to one value', async () => {
  const update = (UpdateExpression: string, value: object) =>
    db.call('UpdateItem', { Key: key('a'), UpdateExpression, ExpressionAttributeValues: { ':v': value } });
  const calls = [update('SET a = :v, b = :v', { M: {} }), update('SET a.x = :v', { S: 'x' })];
  await release(1);
  await Promise.all(calls);
  expect(await read('a')).toHaveProperty('Item', item('a', { a: { M: { x: { S: 'x' } } }, b: { M: {} } }));
});

describe('transactions that arrive during a batch', () => {
  it('share the next one, each whole', async () => {
    const first = db.put('first');
    await isAnswered(first);
    const transfers = [transact('a', 'b'), transact('b', 'c')];
    expect(await isAnswered(Promise.race(transfers))).toBe(false);
    await release(1);
    await first;
    expect(await isAnswered(Promise.race(transfers))).toBe(false);
    await release(2);
    await Promise.all(transfers);
    expect(operationsOf(1)?.filter((name) => name.startsWith('item~'))).toHaveLength(4);
    expect(operationsOf(1)?.filter((name) => name.startsWith('stream~'))).toHaveLength(4);
    expect(await Promise.all(['a', 'b', 'c'].map(read))).toMatchObject(
      ['1', '2', '1'].map((N) => ({ Item: { balance: { N } } })),
    );
  });

  it('are replayed for a client request token when the first of them is durable', async () => {
    const TransactItems = [{ Update: { TableName: 'orders', ...increment('a') } }];
    const once = () => db.call('TransactWriteItems', { TransactItems, ClientRequestToken: 'token' });
    const calls = [once(), once()];
    expect(await isAnswered(Promise.race(calls))).toBe(false);
    await release(1);
    await Promise.all(calls);
    expect(await read('a')).toMatchObject({ Item: { balance: { N: '1' } } });
  });
});
