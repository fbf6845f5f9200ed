import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach } from '@jest/globals';
import { endpointOf, serveEndpoint } from '../endpoint-fixture.ts';
import { openOrders } from './support.ts';

interface OrdersClient {
  /** An AWS SDK client of a database with the orders table, an open one for each test. */
  client: DynamoDBClient;
}

export function useOrdersClient(): OrdersClient {
  const orders = {} as OrdersClient;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const { service } = await openOrders();
    const served = await serveEndpoint(endpointOf([service]));
    orders.client = new DynamoDBClient({ ...served.settings, maxAttempts: 1 });
    close = async () => {
      orders.client.destroy();
      await served.close();
      await service.close();
    };
  });
  afterEach(() => close());
  return orders;
}
