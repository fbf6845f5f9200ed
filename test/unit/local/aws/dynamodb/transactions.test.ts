import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { item, key, useOrders } from './support.ts';

const db = useOrders();

const TableName = 'orders';
function put(id: string, more = {}) {
  return { Put: { TableName, Item: item(id, more) } };
}
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
function add(id: string, amount: number) {
  return {
    Update: {
      TableName,
      Key: key(id),
      UpdateExpression: 'ADD balance :n',
      ExpressionAttributeValues: { ':n': { N: String(amount) } },
    },
  };
}
function transact(TransactItems: object[], more = {}) {
  return db.call('TransactWriteItems', { TransactItems, ...more });
}

describe('TransactWriteItems', () => {
  it('applies every kind of member at once', async () => {
    await db.put('deleted');
    await db.put('checked');
    await transact([
      put('put'),
      add('updated', 5),
      { Delete: { TableName, Key: key('deleted') } },
      { ConditionCheck: { TableName, Key: key('checked'), ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    const { Items } = (await db.call('Scan', {})) as { Items: { pk: { S: string } }[] };
    expect(Items.map(({ pk }) => pk.S).sort()).toEqual(['checked', 'put', 'updated']);
  });

  it('is canceled as a whole, with a reason for each member', async () => {
    await db.put('taken', { total: { N: '7' } });
    const call = transact([
      put('new'),
      { Put: { ...put('taken').Put, ...absent, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } },
      { Update: { TableName, Key: { pk: { S: 'no sk' } }, UpdateExpression: 'REMOVE a' } },
    ]);
    await expect(call).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: item('taken', { total: { N: '7' } }),
          },
          { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
        ],
      },
    });
    expect(await db.call('GetItem', { Key: key('new') })).not.toHaveProperty('Item');
  });

  it.each([
    ['two members on one item', [put('a'), add('a', 1)], /^Transaction request cannot include multiple operations on/],
    ['more than 100 members', Array.from({ length: 101 }, (_, i) => put(`${i}`)), /length less than or equal to 100$/],
    ['no members', [], /length greater than or equal to 1$/],
    ['two kinds in one member', [{ ...put('a'), ...add('b', 1) }], /^TransactItems can only contain one of/],
    [
      'a missing expression',
      [{ Update: { TableName, Key: key('a') } }],
      /transactItems.1.member.update.updateExpression/,
    ],
    ['a syntax error', [{ Put: { ...put('a').Put, ConditionExpression: 'a b' } }], /^Invalid ConditionExpression/],
    [
      'more than 4 MB',
      Array.from({ length: 11 }, (_, i) => put(`${i}`, { blob: { S: 'x'.repeat(400_000) } })),
      /4 MB$/,
    ],
  ])('is rejected with %s', async (_, members, message) => {
    await expect(transact(members)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(message),
    });
    expect(await db.call('Scan', {})).toMatchObject({ Count: 0 });
  });

  it('is applied once for a client request token within ten minutes', async () => {
    const once = () => transact([add('a', 1)], { ClientRequestToken: 'token' });
    const balance = async () => ((await db.call('GetItem', { Key: key('a') })) as { Item: object }).Item;
    await once();
    await once();
    expect(await balance()).toMatchObject({ balance: { N: '1' } });
    await expect(transact([add('a', 2)], { ClientRequestToken: 'token' })).rejects.toMatchObject({
      code: 'IdempotentParameterMismatchException',
    });
    db.now += 10 * 60 * 1000;
    await db.service.sweepExpired();
    await once();
    expect(await balance()).toMatchObject({ balance: { N: '2' } });
  });
});

describe('a table', () => {
  it('accepts one of fifty concurrent creates of an item', async () => {
    const create = (by: number) => db.call('PutItem', { Item: item('order', { by: { N: `${by}` } }), ...absent });
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, by) => create(by)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('shows every reader the same sum while transactions transfer amounts', async () => {
    const accounts = ['a', 'b', 'c'];
    for (const id of accounts) {
      await db.put(id, { balance: { N: '100' }, supplier: { S: 'acme' }, placed_at: { S: id }, total: { N: '100' } });
    }
    const sum = (items: { balance?: { N: string }; total: { N: string } }[]) =>
      items.reduce((total, { balance, total: other }) => total + Number((balance ?? other).N), 0);
    const transfer = (from: string, to: string) =>
      transact(
        [
          [from, '-1'],
          [to, '1'],
        ].map(([id = '', n]) => ({
          Update: {
            TableName,
            Key: key(id),
            UpdateExpression: 'ADD balance :n, #t :n',
            ExpressionAttributeNames: { '#t': 'total' },
            ExpressionAttributeValues: { ':n': { N: n } },
          },
        })),
      );
    let isDone = false;
    const readers = [
      async () => {
        const Get = (id: string) => ({ Get: { TableName, Key: key(id) } });
        const output = await db.call('TransactGetItems', { TransactItems: accounts.map(Get) });
        return (output as { Responses: { Item: never }[] }).Responses.map(({ Item }) => Item);
      },
      async () => {
        const output = await db.call('BatchGetItem', { RequestItems: { orders: { Keys: accounts.map(key) } } });
        return (output as { Responses: { orders: never[] } }).Responses.orders;
      },
      async () => {
        const output = await db.call('Query', {
          IndexName: 'by-supplier',
          KeyConditionExpression: 'supplier = :s',
          ExpressionAttributeValues: { ':s': { S: 'acme' } },
        });
        return (output as { Items: never[] }).Items;
      },
      async () => ((await db.call('Scan', {})) as { Items: never[] }).Items,
    ].map(async (read) => {
      const seen = new Set<number>();
      while (!isDone) {
        seen.add(sum(await read()));
        // A read by key ends without a turn of the event loop.
        await setImmediate();
      }
      return [...seen];
    });
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => transfer(accounts[i % 3] ?? '', accounts[(i + 1 + (i % 2)) % 3] ?? '')),
    );
    isDone = true;
    expect(await Promise.all(readers)).toEqual([[300], [300], [300], [300]]);
  });
});
