import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { queryOrders } from '../../../../core/store/purchase-order-list.ts';
import { laptopOrder } from '../../support/requests.ts';

const idOf = (number: number) => `po_${String(number).padStart(14, '0')}`;
const positionOf = (number: number) => `${String(number).padStart(15, '0')}#${idOf(number)}`;

/** A table with so many orders of the statuses that `statusOf` says, the newest of which has the highest number. */
function tableOf(count: number, statusOf: (number: number) => string) {
  const positions = Array.from({ length: count }, (_, index) => positionOf(count - index));
  const send = async (command: object) => {
    if (command instanceof QueryCommand) {
      const { ExpressionAttributeValues = {}, Limit = 0 } = command.input;
      const before = positions.filter((position) => position <= String(ExpressionAttributeValues[':last']));
      return { Items: before.slice(0, Limit).map((gsi1sk) => ({ gsi1sk })) };
    }
    if (command instanceof BatchGetCommand) {
      const keys = command.input.RequestItems?.hub?.Keys ?? [];
      const ids = keys.map(({ pk }) => String(pk).replace(/.*#/, ''));
      return { Responses: { hub: ids.map((id) => ({ ...laptopOrder, id, status: statusOf(Number(id.slice(3))) })) } };
    }
    throw new Error('another command');
  };
  return { name: 'hub', recent: new Map(), client: { send } as unknown as DynamoDBDocumentClient };
}

describe('a page of orders', () => {
  it('ends after a thousand that do not match, and the next one goes on from there', async () => {
    const table = tableOf(1005, (number) => (number === 1 ? 'cancelled' : 'ordered'));
    const page = (after?: string) => queryOrders(table, laptopOrder.org_id, { status: 'cancelled' }, 20, after);
    const { entries, next } = await page();
    expect([entries, next]).toEqual([[], positionOf(6)]);
    expect(await page(next)).toMatchObject({ entries: [{ id: idOf(1) }] });
  });

  it('is the last one where no further order matches', async () => {
    const table = tableOf(250, (number) => (number > 240 ? 'received' : 'ordered'));
    const { entries, next } = await queryOrders(table, laptopOrder.org_id, { status: 'received' }, 10);
    expect([entries.length, next]).toEqual([10, undefined]);
  });
});
