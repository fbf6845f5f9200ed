import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { ParsedExpressions } from '../../../../../local/aws/dynamodb/parsed-expressions.ts';
import { item, key, useOrders } from './support.ts';

const db = useOrders();
const update = (more: object) => db.call('UpdateItem', { Key: key('a'), ReturnValues: 'ALL_NEW', ...more });

describe('an expression that came before', () => {
  it('gets the values of its own request', async () => {
    for (const [n, s] of [
      ['1', 'x'],
      ['2', 'y'],
    ]) {
      const ExpressionAttributeValues = { ':n': { N: n }, ':s': { S: s }, ':l': { L: [{ S: s }] } };
      const UpdateExpression = 'SET a = :n, #m = :s, l = list_append(:l, :l), b = if_not_exists(nothing, :n) + :n';
      expect(
        await update({ UpdateExpression, ExpressionAttributeValues, ExpressionAttributeNames: { '#m': 'm' } }),
      ).toMatchObject({
        Attributes: { a: { N: n }, m: { S: s }, l: { L: [{ S: s }, { S: s }] }, b: { N: String(2 * Number(n)) } },
      });
    }
  });

  it('means the attributes that its names say', async () => {
    for (const name of ['first', 'second']) {
      const output = await update({
        UpdateExpression: 'SET #a = :v',
        ExpressionAttributeNames: { '#a': name },
        ExpressionAttributeValues: { ':v': { S: name } },
      });
      expect(output).toMatchObject({ Attributes: { [name]: { S: name } } });
    }
  });

  it('is checked again with values of other types, and where the values matter', async () => {
    await db.put('a', { n: { N: '1' } });
    const add = (value: object) => update({ UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': value } });
    await add({ N: '1' });
    await expect(add({ S: '1' })).rejects.toMatchObject({ message: expect.stringContaining('Incorrect operand type') });
    const between = (from: string, to: string) =>
      db.call('PutItem', {
        Item: item('a', { n: { N: '2' } }),
        ConditionExpression: 'n BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':from': { N: from }, ':to': { N: to } },
      });
    await between('1', '3');
    await expect(between('3', '1')).rejects.toMatchObject({ message: expect.stringContaining('upper bound') });
  });

  it('needs every placeholder of its request', async () => {
    const set = (values: object) => update({ UpdateExpression: 'SET a = :v', ExpressionAttributeValues: values });
    await set({ ':v': { S: 'x' } });
    await expect(set({ ':w': { S: 'x' } })).rejects.toMatchObject({ message: expect.stringContaining('not defined') });
    await expect(set({ ':v': { S: 'x' }, ':w': { S: 'x' } })).rejects.toMatchObject({
      message: expect.stringContaining('unused in expressions'),
    });
  });

  it('is turned round in each key condition', async () => {
    for (const placed_at of ['1', '2'])
      await db.put(placed_at, { supplier: { S: 'acme' }, placed_at: { S: placed_at } });
    for (const [after, found] of [
      ['1', ['2']],
      ['0', ['1', '2']],
    ] as const) {
      const { Items } = (await db.call('Query', {
        IndexName: 'by-supplier',
        KeyConditionExpression: 'supplier = :s AND :after < placed_at',
        ExpressionAttributeValues: { ':s': { S: 'acme' }, ':after': { S: after } },
      })) as { Items: { placed_at: { S: string } }[] };
      expect(Items.map((each) => each.placed_at.S)).toEqual(found);
    }
  });

  it('keeps none of the values of its request', async () => {
    const known = new ParsedExpressions();
    function remember(): WeakRef<object> {
      const value = { S: 'x' };
      const context = { attrVals: { ':v': value }, unusedAttrNames: {}, unusedAttrVals: {} };
      known.add('a = :v', context, { type: '=', args: [['a'], value] });
      return new WeakRef(value);
    }
    const value = remember();
    await setImmediate();
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    expect(value.deref()).toBeUndefined();
    const context = { attrVals: { ':v': { S: 'y' } }, unusedAttrNames: {}, unusedAttrVals: { ':v': true } };
    expect(known.find('a = :v', context)).toEqual({ type: '=', args: [['a'], { S: 'y' }] });
  });
});
