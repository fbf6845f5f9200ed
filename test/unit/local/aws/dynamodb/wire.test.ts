import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { expect, it } from '@jest/globals';
import type { AwsError } from '../../../../../local/aws/service.ts';
import { callOf, openOrders } from './support.ts';

it('serves the unmodified AWS SDK', async () => {
  const { service } = await openOrders();
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const call = callOf(action, (await json(request)) as Record<string, unknown>);
    const { status = 200, output } = await service.handle(call).catch((error: AwsError) => ({
      status: error.status,
      output: { __type: `com.amazonaws.dynamodb.v20120810#${error.code}`, message: error.message, ...error.members },
    }));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(output));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const plain = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const client = DynamoDBDocumentClient.from(plain);
  try {
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
  } finally {
    plain.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await service.close();
  }
});
