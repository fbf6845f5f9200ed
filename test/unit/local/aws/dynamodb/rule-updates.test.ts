/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html */
import {
  type AttributeValue,
  type AttributeValueUpdate,
  PutItemCommand,
  type ReturnValue,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { useOrdersClient } from './client.ts';
import { item, key } from './support.ts';

const orders = useOrdersClient();
const TableName = 'orders';
const numbers = (...values: number[]): AttributeValue => ({ L: values.map((value) => ({ N: `${value}` })) });
const ITEM = { entries: numbers(0, 1, 2), line: { M: { a: { N: '1' } } }, amount: { N: '9'.repeat(38) } };

async function update(input: {
  UpdateExpression?: string;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
  AttributeUpdates?: Record<string, AttributeValueUpdate>;
  ReturnValues?: ReturnValue;
}) {
  await orders.client.send(new PutItemCommand({ TableName, Item: item('a', ITEM) }));
  const command = new UpdateItemCommand({ TableName, Key: key('a'), ReturnValues: 'ALL_NEW', ...input });
  return (await orders.client.send(command)).Attributes;
}
function set(UpdateExpression: string, value?: AttributeValue, more = {}) {
  return update({ UpdateExpression, ...(value && { ExpressionAttributeValues: { ':v': value } }), ...more });
}

describe('an update', () => {
  it('takes list indexes from the item before it', async () => {
    expect(await set('REMOVE entries[0], entries[1]')).toMatchObject({ entries: numbers(2) });
    expect(await set('SET entries[9] = :v REMOVE entries[0]', { N: '7' })).toMatchObject({ entries: numbers(1, 2, 7) });
  });

  it('takes operands from the item before it', async () => {
    const copied = await set('SET copied = line, line.a = :v', { N: '2' });
    expect(copied).toMatchObject({ copied: ITEM.line, line: { M: { a: { N: '2' } } } });
  });

  it('appends to a list with ADD of AttributeUpdates', async () => {
    const AttributeUpdates = { entries: { Action: 'ADD' as const, Value: numbers(3) } };
    expect(await update({ AttributeUpdates })).toMatchObject({ entries: numbers(0, 1, 2, 3) });
  });

  it('returns no attributes when the ones to return do not exist', async () => {
    expect(await set('SET added = :v', { N: '1' }, { ReturnValues: 'UPDATED_OLD' })).toBeUndefined();
  });

  it('is refused when list_append is an operand', async () => {
    await expect(set('SET entries = list_append(list_append(entries, :v), :v)', numbers(1))).rejects.toMatchObject({
      message: expect.stringMatching(/not allowed to be used this way in an expression; function: list_append$/),
    });
  });

  it('calculates exactly', async () => {
    const one = await set('SET amount = amount + :v', { N: '1' });
    expect(one).toMatchObject({ amount: { N: `1${'0'.repeat(38)}` } });
    const less = await set('SET amount = entries[1] - :v', { N: '0.1' });
    expect(less).toMatchObject({ amount: { N: '0.9' } });
  });

  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-data-types-number
  it.each([
    ['more than 38 digits', 'SET amount = amount + :v', '0.1', /more than 38 significant digits/],
    ['more than 38 digits with ADD', 'ADD amount :v', '0.1', /more than 38 significant digits/],
    ['a number that is too large', 'SET amount = :v + :v', '9e125', /Number overflow/],
    ['a number that is too small', 'SET amount = :v - :w', '1.1e-130', /Number underflow/],
  ])('is refused for %s', async (_, UpdateExpression, N, message) => {
    const values = { ':v': { N }, ...(UpdateExpression.includes(':w') && { ':w': { N: '1e-130' } }) };
    await expect(update({ UpdateExpression, ExpressionAttributeValues: values })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });

  it('is refused when if_not_exists finds neither of its operands', async () => {
    const missing = {
      name: 'ValidationException',
      message: expect.stringMatching(/^The provided expression refers to/),
    };
    await expect(set('SET total_cost = if_not_exists(absent, nowhere)')).rejects.toMatchObject(missing);
    await expect(set('SET total_cost = if_not_exists(amount, nowhere)')).rejects.toMatchObject(missing);
    await expect(set('SET added = if_not_exists(absent, absent)')).rejects.toMatchObject({
      message: expect.stringMatching(/The first operand must be distinct from the remaining operands/),
    });
  });

  it('is refused with more than 300 operators', async () => {
    const additions = Array.from({ length: 301 }, (_, index) => `a${index}=:v+:v`).join(',');
    await expect(set(`SET ${additions}`, { N: '1' })).rejects.toMatchObject({
      message: 'Invalid UpdateExpression: The expression contains too many operators; operator count: 301',
    });
  });
});
