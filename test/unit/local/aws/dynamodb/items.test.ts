import { describe, expect, it } from '@jest/globals';
import { aCall, aDirectory } from '../a-call.ts';
import { ORDERS } from './orders-table.ts';
import { item, key, openOrders, useOrders } from './support.ts';

const db = useOrders();

function bySupplier(more = {}) {
  return {
    IndexName: 'by-supplier',
    KeyConditionExpression: 'supplier = :s',
    ExpressionAttributeValues: { ':s': { S: 'acme' } },
    ...more,
  };
}

async function pages(input: Record<string, unknown>): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await db.call('Query', { ...input, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) });
    const { Items, LastEvaluatedKey } = page as { Items: Record<string, unknown>[]; LastEvaluatedKey?: unknown };
    items.push(...Items);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

describe('a global secondary index', () => {
  it('returns the projected attributes, and pages backwards', async () => {
    for (let day = 1; day <= 7; day += 1) {
      await db.put(`${day}`, {
        supplier: { S: 'acme' },
        placed_at: { S: `0${day}` },
        total: { N: `${day}` },
        note: { S: 'not projected' },
        status: { S: 'open' },
      });
    }
    const found = await pages(bySupplier({ ScanIndexForward: false, Limit: 3 }));
    expect(found.map(({ total }) => total)).toEqual([7, 6, 5, 4, 3, 2, 1].map((n) => ({ N: `${n}` })));
    expect(found[0]).toEqual(item('7', { supplier: { S: 'acme' }, placed_at: { S: '07' }, total: { N: '7' } }));
    const { Items } = (await db.call('Scan', { IndexName: 'by-status', Limit: 1 })) as { Items: object[] };
    expect(Object.keys(Items[0] ?? {}).sort()).toEqual(['pk', 'sk', 'status']);
  });

  it('returns every item with equal index keys, also where the keys of dynalite collide', async () => {
    const ids = ['4858', '7795', '1', '2', '3'];
    for (const id of ids) await db.put(id, { supplier: { S: 'acme' }, placed_at: { S: 'today' } });
    for (const ScanIndexForward of [true, false]) {
      const found = await pages(bySupplier({ Limit: 1, ScanIndexForward }));
      expect(found.map(({ pk }) => (pk as { S: string }).S).sort()).toEqual([...ids].sort());
    }
  });

  it('contains the existing items when the template adds it', async () => {
    const path = await aDirectory();
    const { GlobalSecondaryIndexes: _, ...bare } = ORDERS.input;
    const AttributeDefinitions = bare.AttributeDefinitions.slice(0, 2);
    const before = await openOrders({ path, tables: [{ ...ORDERS, input: { ...bare, AttributeDefinitions } }] });
    await before.put('a', { status: { S: 'open' } });
    await before.service.close();
    const after = await openOrders({ path });
    expect(await after.call('Scan', { IndexName: 'by-status' })).toMatchObject({ Count: 1 });
    await after.service.close();
  });
});

describe('the consumed capacity', () => {
  const units = async (action: string, input: Record<string, unknown>) => {
    const { output, usage } = await db.handle(action, { ReturnConsumedCapacity: 'INDEXES', ...input });
    return { consumed: (output as { ConsumedCapacity: unknown }).ConsumedCapacity, usage };
  };
  const supplier = (S: string) => ({ supplier: { S }, placed_at: { S: '1' } });

  it('counts the item and each index entry that a write changes', async () => {
    const put = (more: Record<string, unknown>) => units('PutItem', { Item: item('a', more) });
    expect(await put({})).toEqual({
      consumed: { TableName: 'orders', CapacityUnits: 1, Table: { CapacityUnits: 1 } },
      usage: { readUnits: 0, writeUnits: 1 },
    });
    expect(await put(supplier('acme'))).toMatchObject({
      consumed: { CapacityUnits: 2, GlobalSecondaryIndexes: { 'by-supplier': { CapacityUnits: 1 } } },
    });
    expect((await put({ ...supplier('acme'), note: { S: 'x' } })).usage).toEqual({ readUnits: 0, writeUnits: 1 });
    expect((await put({ ...supplier('acme'), total: { N: '1' } })).usage).toEqual({ readUnits: 0, writeUnits: 2 });
    expect((await put(supplier('other'))).usage).toEqual({ readUnits: 0, writeUnits: 3 });
    expect((await put({ note: { S: 'é'.repeat(1024) } })).usage).toEqual({ readUnits: 0, writeUnits: 4 });
    expect((await units('DeleteItem', { Key: key('a') })).usage).toEqual({ readUnits: 0, writeUnits: 3 });
    expect((await units('DeleteItem', { Key: key('a') })).usage).toEqual({ readUnits: 0, writeUnits: 1 });
  });

  it('doubles for a transaction', async () => {
    const Put = { TableName: 'orders', Item: item('a', { ...supplier('acme') }) };
    const ClientRequestToken = 'token';
    expect(await units('TransactWriteItems', { TransactItems: [{ Put }], ClientRequestToken })).toMatchObject({
      consumed: [{ TableName: 'orders', CapacityUnits: 4, WriteCapacityUnits: 4, Table: { CapacityUnits: 2 } }],
      usage: { readUnits: 0, writeUnits: 4 },
    });
    expect(await units('TransactWriteItems', { TransactItems: [{ Put }], ClientRequestToken })).toMatchObject({
      consumed: [{ CapacityUnits: 2, ReadCapacityUnits: 2 }],
      usage: { readUnits: 2, writeUnits: 0 },
    });
    const Get = { TableName: 'orders', Key: key('a') };
    expect((await units('TransactGetItems', { TransactItems: [{ Get }] })).usage).toEqual({
      readUnits: 2,
      writeUnits: 0,
    });
  });

  it('rounds a read up to 4 KB, and halves an eventually consistent one', async () => {
    for (const id of ['a', 'b'])
      await db.put(id, { note: { S: 'x'.repeat(5000) }, ...supplier('acme'), total: { N: '1' } });
    const read = async (action: string, input: Record<string, unknown>) =>
      (await units(action, input)).usage?.readUnits;
    expect(await read('GetItem', { Key: key('a') })).toBe(1);
    expect(await read('GetItem', { Key: key('a'), ConsistentRead: true })).toBe(2);
    expect(await read('GetItem', { Key: key('none') })).toBe(0.5);
    expect(await read('Scan', {})).toBe(1.5);
    expect(await read('Query', bySupplier())).toBe(0.5);
    const Keys = [key('a'), key('none')];
    expect(await read('BatchGetItem', { RequestItems: { orders: { Keys, ConsistentRead: true } } })).toBe(3);
    expect((await units('Query', bySupplier())).consumed).toEqual({
      TableName: 'orders',
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { 'by-supplier': { CapacityUnits: 0.5 } },
    });
  });
});

describe('a request', () => {
  const nested = (depth: number): object => (depth === 0 ? { S: 'x' } : { M: { a: nested(depth - 1) } });
  const update = (value: object, name = 'a') => ({
    Key: key('a'),
    UpdateExpression: 'SET #a = :a',
    ExpressionAttributeNames: { '#a': name },
    ExpressionAttributeValues: { ':a': value },
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'an empty index key',
      'PutItem',
      { Item: item('a', { status: { S: '' } }) },
      /empty string value. IndexName: by-status, IndexKey: status$/,
    ],
    [
      'an update to an empty index key',
      'UpdateItem',
      update({ S: '' }, 'status'),
      /cannot contain an empty string value.$/,
    ],
    ['32 maps around a value', 'PutItem', { Item: item('a', { a: nested(32) }) }, /^Nesting Levels have exceeded/],
    ['32 maps around a value of an expression', 'UpdateItem', update(nested(32)), /^Nesting Levels have exceeded/],
    [
      'an expression over 4 KB',
      'GetItem',
      { Key: key('a'), ProjectionExpression: 'a'.repeat(4097) },
      /^Invalid ProjectionExpression: Expression size .* size: 4097$/,
    ],
    [
      'an item over 400 KB of UTF-8',
      'PutItem',
      { Item: item('a', { a: { S: 'é'.repeat(205_000) } }) },
      /^Item size has exceeded/,
    ],
    [
      'an update over 400 KB of UTF-8',
      'UpdateItem',
      update({ S: 'é'.repeat(205_000) }),
      /^Item size to update has exceeded/,
    ],
  ])('is rejected for %s', async (_, action, input, message) => {
    await expect(db.call(action, input)).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(message),
    });
    expect(await db.call('Scan', {})).toMatchObject({ Count: 0 });
  });

  it('is accepted with 31 lists or maps around a value', async () => {
    await db.put('a', { a: nested(31) });
    expect(await db.call('Scan', {})).toMatchObject({ Count: 1 });
  });
});

describe('DynamoDB', () => {
  it('returns the item that failed a condition with ReturnValuesOnConditionCheckFailure', async () => {
    await db.put('a', { total: { N: '1' } });
    const input = { Key: key('a'), ConditionExpression: 'attribute_not_exists(pk)' };
    const withItem = db.call('DeleteItem', { ...input, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    await expect(withItem).rejects.toMatchObject({ members: { Item: item('a', { total: { N: '1' } }) } });
    await expect(db.call('DeleteItem', input)).rejects.toMatchObject({ members: {} });
  });

  it('describes its tables, by name or ARN', async () => {
    expect(await db.call('DescribeTable', { TableName: ORDERS.arn })).toMatchObject({
      Table: { TableName: 'orders', TableArn: ORDERS.arn, LatestStreamArn: ORDERS.streamArn, TableStatus: 'ACTIVE' },
    });
    expect(await db.call('ListTables', {})).toEqual({ TableNames: ['orders'] });
  });

  it('rejects a changed key schema at start', async () => {
    const path = await aDirectory();
    await (await openOrders({ path })).service.close();
    const KeySchema = ORDERS.input.KeySchema.slice(0, 1);
    const AttributeDefinitions = ORDERS.input.AttributeDefinitions.filter(
      ({ AttributeName }) => AttributeName !== 'sk',
    );
    const changed = { ...ORDERS, input: { ...ORDERS.input, KeySchema, AttributeDefinitions } };
    await expect(openOrders({ path, tables: [changed] })).rejects.toThrow(/key schema of the table orders has changed/);
  });

  it('rejects unknown tables and actions', async () => {
    const unknown = { TableName: 'unknown', Item: item('a') };
    const notFound = { code: 'ResourceNotFoundException' };
    await expect(db.call('PutItem', unknown)).rejects.toMatchObject(notFound);
    await expect(db.call('TransactWriteItems', { TransactItems: [{ Put: unknown }] })).rejects.toMatchObject(notFound);
    await expect(db.call('CreateTable', {})).rejects.toMatchObject({ code: 'UnknownOperationException' });
  });

  it('requires the permissions that AWS requires', () => {
    const other = 'arn:aws:dynamodb:eu-west-1:111122223333:table/other';
    const needed = (action: string, input: Record<string, unknown>) =>
      db.service.permissions(aCall(action, input)).map((each) => `${each.action} ${each.resource}`);
    expect(needed('GetItem', { TableName: ORDERS.arn })).toEqual([`dynamodb:GetItem ${ORDERS.arn}`]);
    expect(needed('Query', { TableName: 'orders', IndexName: 'by-status' })).toEqual([
      `dynamodb:Query ${ORDERS.arn}/index/by-status`,
    ]);
    expect(needed('BatchGetItem', { RequestItems: { orders: {}, other: {} } })).toEqual([
      `dynamodb:BatchGetItem ${ORDERS.arn}`,
      `dynamodb:BatchGetItem ${other}`,
    ]);
    const member = { TableName: 'orders' };
    expect(
      needed('TransactWriteItems', { TransactItems: [{ Put: member }, { Put: member }, { ConditionCheck: member }] }),
    ).toEqual([`dynamodb:PutItem ${ORDERS.arn}`, `dynamodb:ConditionCheckItem ${ORDERS.arn}`]);
    expect(needed('ListTables', {})).toEqual(['dynamodb:ListTables *']);
  });
});
