import { afterEach, beforeEach } from '@jest/globals';
import { type DynamoDb, type DynamoDbOptions, openDynamoDb } from '../../../../../local/aws/dynamodb/index.ts';
import type { AwsResponse } from '../../../../../local/aws/service.ts';
import { aCall, aDirectory } from '../a-call.ts';
import { ORDERS } from './orders-table.ts';

export const NOW = Date.UTC(2026, 0, 15, 12);

/** A database with the orders table, and functions that call it. */
export async function openOrders(options: Partial<DynamoDbOptions> = {}) {
  const service: DynamoDb = await openDynamoDb({
    path: await aDirectory(),
    tables: [ORDERS],
    region: 'eu-west-1',
    accountId: '111122223333',
    clock: () => NOW,
    ...options,
  });
  const handle = (action: string, input: Record<string, unknown>): Promise<AwsResponse> =>
    service.handle(aCall(action, { TableName: 'orders', ...input }));
  const call = async (action: string, input: Record<string, unknown>) => (await handle(action, input)).output;
  const put = (id: string, more: Record<string, unknown> = {}) =>
    call('PutItem', { Item: { pk: { S: id }, sk: { S: 'order' }, ...more } });
  return { service, handle, call, put };
}

type Orders = Awaited<ReturnType<typeof openOrders>>;

/** An open database for each test; the test moves its clock, `now`. */
export function useOrders(): Orders & { now: number } {
  const orders = { now: NOW } as Orders & { now: number };
  beforeEach(async () => {
    orders.now = NOW;
    Object.assign(orders, await openOrders({ clock: () => orders.now }));
  });
  afterEach(() => orders.service.close());
  return orders;
}

export function key(id: string) {
  return { pk: { S: id }, sk: { S: 'order' } };
}
export function item(id: string, more: Record<string, unknown> = {}) {
  return { ...key(id), ...more };
}
