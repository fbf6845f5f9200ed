import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach } from '@jest/globals';
import type { AwsError } from '../../../../../local/aws/service.ts';
import { callOf, openOrders } from './support.ts';

interface OrdersClient {
  /** An AWS SDK client of a database with the orders table, an open one for each test. */
  client: DynamoDBClient;
}

export function useOrdersClient(): OrdersClient {
  const orders = {} as OrdersClient;
  let close: () => Promise<void>;
  beforeEach(async () => {
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
    orders.client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    close = async () => {
      orders.client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service.close();
    };
  });
  afterEach(() => close());
  return orders;
}
