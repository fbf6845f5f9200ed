import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from '@jest/globals';
import { useOrdersClient } from './client.ts';

const orders = useOrdersClient();

it('serves the unmodified AWS SDK', async () => {
  const client = DynamoDBDocumentClient.from(orders.client);
  const order = {
    pk: 'a',
    sk: 'order',
    supplier: 'acme',
    placed_at: '1',
    lines: [{ sku: 'x', quantity: 2.5 }],
    tags: new Set(['t']),
  };
  const TableName = 'orders';
  await client.send(new PutCommand({ TableName, Item: order }));
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: 'a', sk: 'order' } }));
  expect(Item).toEqual(order);
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'by-supplier',
      KeyConditionExpression: 'supplier = :s',
      ExpressionAttributeValues: { ':s': 'acme' },
    }),
  );
  expect(Items).toHaveLength(1);
  const Put = {
    TableName,
    Item: order,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  await expect(client.send(new TransactWriteCommand({ TransactItems: [{ Put }] }))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' }, tags: { SS: ['t'] } } }],
  });
});
