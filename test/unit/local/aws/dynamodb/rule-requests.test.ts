/** Requests that DynamoDB refuses. */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
  TransactGetItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { useOrdersClient } from './client.ts';
import { item, key, useOrders } from './support.ts';

const orders = useOrdersClient();
const TableName = 'orders';
type Send = (client: DynamoDBClient) => Promise<unknown>;

const put =
  (Item: Record<string, AttributeValue>): Send =>
  (client) =>
    client.send(new PutItemCommand({ TableName, Item }));
const scan =
  (more: Partial<ScanCommandInput>): Send =>
  (client) =>
    client.send(new ScanCommand({ TableName, ...more }));
const query =
  (KeyConditionExpression: string, values: Record<string, string>, more: Partial<QueryCommandInput> = {}): Send =>
  (client) => {
    const ExpressionAttributeValues = Object.fromEntries(Object.entries(values).map(([name, S]) => [name, { S }]));
    return client.send(new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues, ...more }));
  };
const ofSupplier = (more: Partial<QueryCommandInput>, values = {}): Send =>
  query('supplier = :s', { ':s': 'acme', ...values }, { IndexName: 'by-supplier', ...more });
const repeat = (text: string, times: number, between: string): string => Array(times).fill(text).join(between);
const inOperands = Array.from({ length: 101 }, (_, index) => `:v${index}`);

type Refusal = [rule: string, send: Send, message: RegExp];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections */
const NOT_PROJECTED: Refusal[] = [
  [
    'a projection on an attribute that the index does not carry',
    ofSupplier({ ProjectionExpression: 'pk, note.title' }),
    /Global secondary index by-supplier does not project \[note\]$/,
  ],
  [
    'a projection of a Scan on an attribute that the index does not carry',
    scan({ IndexName: 'by-status', ProjectionExpression: 'note' }),
    /Global secondary index by-status does not project \[note\]$/,
  ],
  [
    'a filter on an attribute that the index does not carry',
    ofSupplier({ FilterExpression: 'note = :n' }, { ':n': 'x' }),
    /Secondary index by-supplier does not project one or more filter attributes: \[note\]$/,
  ],
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
const SELECT: Refusal[] = [
  ['SPECIFIC_ATTRIBUTES without a projection', scan({ Select: 'SPECIFIC_ATTRIBUTES' }), /^Must specify the Attrib/],
  [
    'ALL_ATTRIBUTES with a projection',
    scan({ Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'pk' }),
    /^Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES$/,
  ],
  [
    'COUNT with a projection',
    scan({ Select: 'COUNT', AttributesToGet: ['pk'] }),
    /^Cannot specify the AttributesToGet when choosing to get only the Count$/,
  ],
  ['ALL_PROJECTED_ATTRIBUTES without an index', scan({ Select: 'ALL_PROJECTED_ATTRIBUTES' }), /using an IndexName$/],
  ['a segment without the number of segments', scan({ Segment: 0 }), /^The TotalSegments parameter is required/],
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LIMITS: Refusal[] = [
  ['an index partition key over 2,048 bytes', put(item('a', { status: { S: 'é'.repeat(1025) } })), /of2048 bytes$/],
  ['an index sort key over 1,024 bytes', put(item('a', { placed_at: { S: 'é'.repeat(513) } })), /of 1024 bytes$/],
  ['a partition key over 2,048 bytes', put(item('é'.repeat(1025))), /of2048 bytes$/],
  [
    'a sort key over 1,024 bytes',
    (client) => client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: 'é'.repeat(513) } } })),
    /of 1024 bytes$/,
  ],
  [
    'an update to an index key over 2,048 bytes',
    (client) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('a'),
          UpdateExpression: 'SET supplier = :s',
          ExpressionAttributeValues: { ':s': { S: 'x'.repeat(2049) } },
        }),
      ),
    /of2048 bytes$/,
  ],
  [
    'more than 300 operators',
    scan({
      FilterExpression: repeat('a = :v', 151, ' OR '),
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    }),
    /^Invalid FilterExpression: The expression contains too many operators; operator count: 301$/,
  ],
  [
    'more than 100 operands of IN',
    scan({
      FilterExpression: `a IN (${inOperands.join()})`,
      ExpressionAttributeValues: Object.fromEntries(inOperands.map((name, index) => [name, { N: `${index}` }])),
    }),
    /^Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101$/,
  ],
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html */
const EXPRESSIONS: Refusal[] = [
  ['an operand of IN that is the first one', scan({ FilterExpression: 'a IN (b, a)' }), /operator: IN, .* \[a\]$/],
  [
    'an order of Booleans',
    scan({ FilterExpression: 'a < :v', ExpressionAttributeValues: { ':v': { BOOL: true } } }),
    /operator or function: <, operand type: BOOL$/,
  ],
  ['a syntax error', scan({ FilterExpression: 'a == b' }), /Syntax error; token: "=", near: "== b"$/],
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const EMPTY_KEYS: Refusal[] = [
  ['an empty partition key in a key condition', query('pk = :p', { ':p': '' }), /empty string value. Key: pk$/],
  [
    'an empty sort key in a key condition',
    query('pk = :p AND begins_with(sk, :e)', { ':p': 'a', ':e': '' }),
    /empty string value. Key: sk$/,
  ],
  [
    'an empty index key in a key condition',
    query('supplier = :s', { ':s': '' }, { IndexName: 'by-supplier' }),
    /IndexName: by-supplier, IndexKey: supplier$/,
  ],
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_WriteRequest.html, …/API_DeleteItem.html */
const WRITES: Refusal[] = [
  [
    'ReturnValues that the action does not return',
    (client) => client.send(new DeleteItemCommand({ TableName, Key: key('a'), ReturnValues: 'ALL_NEW' })),
    /^ReturnValues can only be ALL_OLD or NONE$/,
  ],
  [
    'a batch entry with both Put and Delete',
    (client) => {
      const entry = { PutRequest: { Item: item('a') }, DeleteRequest: { Key: key('b') } };
      return client.send(new BatchWriteItemCommand({ RequestItems: { orders: [entry] } }));
    },
    /more than one datatypes set/,
  ],
  [
    'more than 25 entries of a batch',
    (client) => {
      const entries = Array.from({ length: 26 }, (_, id) => ({ PutRequest: { Item: item(`${id}`) } }));
      return client.send(new BatchWriteItemCommand({ RequestItems: { orders: entries } }));
    },
    /Member must have length less than or equal to 25/,
  ],
];

describe('DynamoDB', () => {
  it.each([...NOT_PROJECTED, ...SELECT, ...LIMITS, ...EXPRESSIONS, ...EMPTY_KEYS, ...WRITES])(
    'refuses %s',
    async (_, send, message) => {
      await expect(send(orders.client)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(message),
      });
    },
  );

  it('filters a Scan of an index by what the index carries', async () => {
    await put(item('a', { status: { S: 'open' }, note: { S: 'x' } }))(orders.client);
    const filtered = scan({ IndexName: 'by-status', FilterExpression: 'attribute_not_exists(note)', Select: 'COUNT' });
    expect(await filtered(orders.client)).toMatchObject({ Count: 1, ScannedCount: 1 });
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
describe('TransactGetItems', () => {
  const get = (ids: readonly string[]) =>
    orders.client.send(
      new TransactGetItemsCommand({ TransactItems: ids.map((id) => ({ Get: { TableName, Key: key(id) } })) }),
    );

  it('refuses two members on one item', async () => {
    await expect(get(['a', 'b', 'a'])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  it('refuses items of more than 4 MB', async () => {
    const ids = Array.from({ length: 11 }, (_, id) => `${id}`);
    for (const id of ids) await put(item(id, { blob: { S: 'x'.repeat(400_000) } }))(orders.client);
    await expect(get(ids)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/4 MB$/),
    });
    expect((await get(ids.slice(1))).Responses).toHaveLength(10);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
describe('a Query', () => {
  it('pages through sort keys in the order of their UTF-8 bytes', async () => {
    const sorted = ['\uff5e', '😀', '😁'];
    for (const sk of sorted) await put({ pk: { S: 'a' }, sk: { S: sk } })(orders.client);
    const found: unknown[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await orders.client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :p AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':p': { S: 'a' }, ':from': { S: '\uff5e' }, ':to': { S: '😁' } },
          Limit: 1,
          ExclusiveStartKey,
        }),
      );
      found.push(...(page.Items ?? []).map(({ sk }) => sk?.S));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(found).toEqual(sorted);
  });
});

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
describe('null in a request, which the AWS SDK does not send,', () => {
  const db = useOrders();
  const update = { Key: key('a'), UpdateExpression: 'SET a = :v' };

  it.each<[string, string, Record<string, unknown>]>([
    ['an attribute', 'PutItem', { Item: item('a', { n: null }) }],
    ['an element of a list', 'PutItem', { Item: item('a', { n: { L: [null] } }) }],
    ['an element of a map', 'PutItem', { Item: item('a', { n: { M: { a: null } } }) }],
    ['an element of a set', 'PutItem', { Item: item('a', { n: { SS: ['a', null] } }) }],
    ['a value of an expression', 'UpdateItem', { ...update, ExpressionAttributeValues: { ':v': null } }],
    ['a key attribute', 'GetItem', { Key: { pk: null, sk: { S: 'order' } } }],
    ['a key of a batch', 'BatchGetItem', { RequestItems: { orders: { Keys: [null] } } }],
    ['an entry of a batch', 'BatchWriteItem', { RequestItems: { orders: [null] } }],
    ['a legacy condition', 'Query', { KeyConditions: { pk: null } }],
  ])('is refused as %s', async (_, action, input) => {
    await expect(db.call(action, input)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('is ignored as a member that can be absent', async () => {
    await db.call('PutItem', { Item: item('a', { n: { S: 'x', N: null } }), ConditionExpression: null });
    expect(await db.call('Scan', { IndexName: null })).toMatchObject({ Count: 1 });
  });
});
