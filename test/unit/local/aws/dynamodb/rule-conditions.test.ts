/**
 * The comparators and functions of conditions and filters:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
import { type AttributeValue, DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { useOrdersClient } from './client.ts';
import { item, key } from './support.ts';

const orders = useOrdersClient();
const TableName = 'orders';

const MAP: AttributeValue = { M: { sku: { S: 'x' }, tags: { SS: ['a', 'b'] } } };
const SAME_MAP: AttributeValue = { M: { tags: { SS: ['b', 'a'] }, sku: { S: 'x' } } };
const LIST: AttributeValue = { L: [{ N: '1' }, { BOOL: false }, { S: '' }, SAME_MAP] };
const ITEM = item('a', {
  line: MAP,
  equal_line: SAME_MAP,
  entries: LIST,
  set: { SS: ['a', 'b'] },
  other_set: { SS: ['a', 'c'] },
  empty: { S: '' },
  no: { BOOL: false },
  emoji: { S: '😀' },
  wave: { S: '\uff5e' },
  amount: { N: '1' },
});

type Case = [expression: string, values: Record<string, AttributeValue> | undefined, expected: boolean];
const EQUALITY: Case[] = [
  ['line = :v', { ':v': SAME_MAP }, true],
  ['line = equal_line', undefined, true],
  ['line <> :v', { ':v': SAME_MAP }, false],
  ['line = :v', { ':v': { M: { sku: { S: 'x' } } } }, false],
  ['line IN (:v)', { ':v': SAME_MAP }, true],
  ['entries = :v', { ':v': { L: [{ N: '1' }, { BOOL: false }, { S: '' }, MAP] } }, true],
  ['entries = :v', { ':v': { L: [{ BOOL: false }, { N: '1' }, { S: '' }, MAP] } }, false],
  ['entries <> :v', { ':v': LIST }, false],
  ['entries IN (:v)', { ':v': LIST }, true],
  ['#set = :v', { ':v': { SS: ['b', 'a'] } }, true],
  ['#set = other_set', undefined, false],
  ['#set IN (:v)', { ':v': { SS: ['b', 'a'] } }, true],
  ['#empty = :v', { ':v': { S: '' } }, true],
  ['#empty <> :v', { ':v': { S: '' } }, false],
  ['#empty IN (:v)', { ':v': { S: '' } }, true],
  ['#no = :v', { ':v': { BOOL: false } }, true],
  ['#no IN (:v)', { ':v': { BOOL: false } }, true],
  ['amount IN (absent, line)', undefined, false],
];
const MISSING: Case[] = [
  ['absent = nowhere', undefined, false],
  ['absent <> nowhere', undefined, true],
  ['NOT absent = nowhere', undefined, true],
  ['begins_with(absent, nowhere)', undefined, false],
  ['size(absent) = size(nowhere)', undefined, false],
  ['size(amount) = size(absent)', undefined, false],
];
const FUNCTIONS: Case[] = [
  ['contains(entries, :v)', { ':v': { BOOL: false } }, true],
  ['contains(entries, :v)', { ':v': { S: '' } }, true],
  ['contains(entries, :v)', { ':v': MAP }, true],
  ['contains(entries, :v)', { ':v': { N: '2' } }, false],
  ['contains(#set, :v)', { ':v': { S: 'b' } }, true],
  ['contains(#set, :v)', { ':v': { SS: ['b'] } }, false],
  ['attribute_type(#empty, :v)', { ':v': { S: 'S' } }, true],
  ['attribute_type(#no, :v)', { ':v': { S: 'BOOL' } }, true],
  ['attribute_type(absent, :v)', { ':v': { S: 'S' } }, false],
  ['size(#empty) = :v', { ':v': { N: '0' } }, true],
  ['size(#no) = :v', { ':v': { N: '0' } }, false],
  ['begins_with(line, equal_line)', undefined, false],
];
const ORDER: Case[] = [
  ['emoji > wave', undefined, true],
  ['wave < :v', { ':v': { S: '😀' } }, true],
  ['emoji BETWEEN :v AND :w', { ':v': { S: '\uff5e' }, ':w': { S: '😀😀' } }, true],
  ['#no < line', undefined, false],
  ['amount < #empty', undefined, false],
];

const NAMES: Record<string, string> = { '#set': 'set', '#empty': 'empty', '#no': 'no' };

async function isMet(expression: string, ExpressionAttributeValues?: Record<string, AttributeValue>): Promise<boolean> {
  const used = Object.entries(NAMES).filter(([name]) => expression.includes(name));
  const more = {
    TableName,
    ...(used.length > 0 && { ExpressionAttributeNames: Object.fromEntries(used) }),
    ...(ExpressionAttributeValues && { ExpressionAttributeValues }),
  };
  await orders.client.send(new PutItemCommand({ TableName, Item: ITEM }));
  const { Count } = await orders.client.send(new ScanCommand({ ...more, FilterExpression: expression }));
  const isDeleted = await orders.client
    .send(new DeleteItemCommand({ ...more, Key: key('a'), ConditionExpression: expression }))
    .then(
      () => true,
      ({ name }: Error) => name !== 'ConditionalCheckFailedException',
    );
  expect(Count).toBe(isDeleted ? 1 : 0);
  return isDeleted;
}

describe.each([
  ['equality of maps, lists, sets, empty strings and false', EQUALITY],
  ['a comparison of missing attributes', MISSING],
  ['a function', FUNCTIONS],
  ['the order of strings by their UTF-8 bytes', ORDER],
])('%s', (_, cases) => {
  it.each(cases)('decides %s with %j', async (expression, values, expected) => {
    expect(await isMet(expression, values)).toBe(expected);
  });
});
