import { afterEach, describe, expect, it } from '@jest/globals';
import type { Adversity } from '../../../../../local/aws/adversity.ts';
import { adverse } from '../adverse-fixture.ts';
import { item, key, NOW, openOrders } from './support.ts';

describe('DynamoDB on a bad day', () => {
  let now = NOW;
  let orders: Awaited<ReturnType<typeof openOrders>>;
  const open = async (decisions: Partial<Adversity>) => {
    now = NOW;
    orders = await openOrders({ clock: () => now, adversity: adverse(decisions) });
  };
  afterEach(() => orders.service.close());

  /** Three versions of an order, a second apart; the last is half a second old. */
  async function writeVersions(): Promise<void> {
    for (const version of ['1', '2', '3']) {
      await orders.put('o', { version: { N: version }, supplier: { S: 'Acme' }, placed_at: { S: version } });
      now += 1_000;
    }
    now -= 500;
  }
  const byKey = (more = {}) => orders.call('GetItem', { Key: key('o'), ...more });
  const query = {
    KeyConditionExpression: 'supplier = :s',
    ExpressionAttributeValues: { ':s': { S: 'Acme' } },
    IndexName: 'by-supplier',
  };

  it.each([
    [0, '3'],
    [400, '3'],
    [600, '2'],
    [1_600, '1'],
  ])('reads the state of %i ms ago from table and index, unless the read is consistent', async (age, version) => {
    await open({ readAgeMs: () => age, indexAgeMs: () => age });
    await writeVersions();
    expect(await byKey()).toMatchObject({ Item: { version: { N: version } } });
    expect(await orders.call('Query', query)).toMatchObject({ Items: [{ placed_at: { S: version } }] });
    const batch = (more: object) =>
      orders.call('BatchGetItem', { TableName: undefined, RequestItems: { orders: { Keys: [key('o')], ...more } } });
    expect(await batch({})).toMatchObject({ Responses: { orders: [{ version: { N: version } }] } });
    expect(await batch({ ConsistentRead: true })).toMatchObject({ Responses: { orders: [{ version: { N: '3' } }] } });
    // Also when the clock is set back.
    now -= 5_000;
    expect(await byKey({ ConsistentRead: true })).toMatchObject({ Item: { version: { N: '3' } } });
  });

  it('does not find what is newer than the state that it reads', async () => {
    await open({ readAgeMs: () => 3_000 });
    await writeVersions();
    expect(await byKey()).toEqual({});
  });

  it('checks a condition on the current state', async () => {
    await open({ readAgeMs: () => 3_000 });
    await writeVersions();
    const replaced = orders.call('PutItem', { Item: item('o'), ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(replaced).rejects.toMatchObject({ code: 'ConditionalCheckFailedException' });
  });

  it('deletes an expired item when its delay is over', async () => {
    await open({ expiryDelayMs: () => 60_000 });
    await orders.put('o', { expires_at: { N: String(NOW / 1000 - 10) } });
    expect(await orders.service.sweepExpired()).toBe(0);
    now += 51_000;
    expect(await orders.service.sweepExpired()).toBe(1);
  });
});

describe('an ongoing transaction', () => {
  let orders: Awaited<ReturnType<typeof openOrders>>;
  afterEach(() => orders.service.close());

  const transaction = (...ids: string[]) =>
    orders.call('TransactWriteItems', {
      TransactItems: ids.map((id) => ({ Put: { TableName: 'orders', Item: item(id) } })),
    });
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      ({ code, members }) => [code, members.CancellationReasons?.map(({ Code }: { Code: string }) => Code)],
    );

  it('rejects other writers of its items until it is committed, and no one else', async () => {
    orders = await openOrders({ adversity: adverse({ transactionMs: () => 20 }) });
    const first = transaction('a', 'b');
    expect(
      await Promise.all([
        failure(orders.put('a')),
        failure(orders.call('DeleteItem', { Key: key('b') })),
        failure(transaction('c', 'b')),
        failure(orders.call('TransactGetItems', { TransactItems: [{ Get: { TableName: 'orders', Key: key('a') } }] })),
        failure(orders.put('c')),
        failure(orders.call('GetItem', { Key: key('a') })),
      ]),
    ).toEqual([
      ['TransactionConflictException', undefined],
      ['TransactionConflictException', undefined],
      ['TransactionCanceledException', ['None', 'TransactionConflict']],
      ['TransactionCanceledException', ['TransactionConflict']],
      'done',
      'done',
    ]);
    await first;
    expect(await failure(orders.put('a'))).toBe('done');
    expect(await failure(transaction('a', 'b'))).toBe('done');
  });
});
