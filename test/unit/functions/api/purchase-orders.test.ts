import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PurchaseOrder } from '../../../../core/domain/purchase-order.ts';
import { loadOrder, saveNewOrder, saveOrder } from '../../../../core/store/purchase-orders.ts';
import { commit } from '../../../../core/store/write.ts';
import { getOrderWithDocuments } from '../../../../functions/api/routes/get-order-with-documents.ts';
import { listPurchaseOrders } from '../../../../functions/api/routes/list-purchase-orders.ts';
import { hubTable } from '../../support/hub-table.ts';
import { laptopOrder } from '../../support/requests.ts';
import { callerOf } from '../management/support.ts';

const hub = hubTable();
const LIST = 'GET /v1/purchase-orders';
const GET = 'GET /v1/purchase-orders/{id}';
const call = callerOf(
  () => hub.table,
  () => [listPurchaseOrders(hub.table), getOrderWithDocuments(hub.table)],
  () => 1_708_733_100_000,
);

const orderId = (number: number) => `po_${String(number).padStart(14, '0')}`;
async function given(number: number, changes: Partial<PurchaseOrder> = {}): Promise<void> {
  const created_at = laptopOrder.created_at + number;
  await commit(hub.table, [saveNewOrder({ ...laptopOrder, id: orderId(number), created_at, ...changes })]);
}

/** The numbers of the orders that a list has, over all of its pages. */
async function list(query: Record<string, string> = {}): Promise<number[]> {
  const numbers: number[] = [];
  for (let cursor: string | null = null; ; ) {
    const { status, body } = await call(LIST, { query: { ...query, ...(cursor !== null && { cursor }) } });
    if (status !== 200) throw new Error(JSON.stringify(body));
    numbers.push(...body.data.map(({ id }: { id: string }) => Number(id.slice(3))));
    cursor = body.next_cursor;
    if (body.has_more !== (cursor !== null)) throw new Error('has_more and next_cursor differ');
    if (cursor === null) return numbers;
  }
}

describe('the list of purchase orders', () => {
  beforeEach(async () => {
    const ordered = { status: 'ordered', erp_po_number: 'PO-1' } as const;
    await given(1);
    await given(2, { supplier_id: 'SUP-1', ...ordered });
    await given(3, { supplier_id: 'SUP-1' });
    await given(4, { supplier_id: 'SUP-2', vendor_id: 'vnd_2' });
    await given(5, { supplier_id: 'SUP-1', ...ordered, vendor_id: 'vnd_2' });
    await given(6, { supplier_id: 'SUP-1', status: 'cancelled' });
    await given(7, { supplier_id: 'SUP-1', org_id: 'org_other' });
  });

  it.each(['1', '2', '3', '100'])(
    'has all orders of the organization, newest first, over pages of %s',
    async (limit) => {
      expect(await list({ limit })).toEqual([6, 5, 4, 3, 2, 1]);
    },
  );

  it.each<[Record<string, string>, number[]]>([
    [{ status: 'pending_submission' }, [4, 3, 1]],
    [{ status: 'ordered' }, [5, 2]],
    [{ vendor_id: 'vnd_2' }, [5, 4]],
    [{ supplier_id: 'SUP-1' }, [6, 5, 3, 2]],
    [{ supplier_id: 'SUP-1', status: 'pending_submission' }, [3]],
    [{ supplier_id: 'SUP-1', status: 'ordered' }, [5, 2]],
    [{ supplier_id: 'SUP-1', status: 'cancelled' }, [6]],
    [{ supplier_id: 'SUP-1', status: 'ordered', vendor_id: 'vnd_2' }, [5]],
    [{ supplier_id: 'SUP-3' }, []],
  ])('has those that match %j, whatever the page', async (query, expected) => {
    for (const limit of ['1', '2', '50']) expect(await list({ ...query, limit })).toEqual(expected);
  });

  it('has an order where it was when its supplier confirms it between two pages', async () => {
    const { body } = await call(LIST, { query: { supplier_id: 'SUP-1', limit: '2' } });
    const { order } = await loadOrder(hub.table, laptopOrder.org_id, orderId(3));
    await commit(hub.table, [saveOrder({ ...order, status: 'ordered', version: order.version + 1 })]);
    const next = await call(LIST, { query: { supplier_id: 'SUP-1', limit: '2', cursor: body.next_cursor } });
    expect(next.body.data.map(({ id, status }: PurchaseOrder) => [id, status])).toEqual([
      [orderId(3), 'ordered'],
      [orderId(2), 'ordered'],
    ]);
    expect(await list({ supplier_id: 'SUP-1' })).toEqual([6, 5, 3, 2]);
  });

  it('has orders of one second in one order', async () => {
    for (const number of [11, 12, 13]) await given(number, { created_at: laptopOrder.created_at + 10 });
    expect(await list({ limit: '1' })).toEqual([13, 12, 11, 6, 5, 4, 3, 2, 1]);
  });

  it('takes no cursor of another filter, and no unknown filter', async () => {
    const { body } = await call(LIST, { query: { limit: '2' } });
    const other = await call(LIST, { query: { limit: '2', status: 'ordered', cursor: body.next_cursor } });
    expect([other.status, other.body.code]).toEqual([400, 'cursor.invalid']);
    expect((await call(LIST, { query: { vendor: 'x' } })).status).toBe(422);
    expect((await call(LIST, { query: { supplier_id: 'A#B' } })).status).toBe(422);
  });

  it('reads an index and its orders, and not one by one', async () => {
    hub.actions.length = 0;
    await call(LIST, { query: { limit: '20' } });
    expect(hub.actions).toEqual(['Query', 'BatchGetItem']);
  });
});

describe('a purchase order', () => {
  it('is shown with what its supplier has posted', async () => {
    await given(1, { supplier_id: 'SUP-1' });
    const { status, body } = await call(GET, { params: { id: orderId(1) } });
    const documents = { acknowledgements: [], shipments: [], invoices: [], documents_complete: true };
    expect([status, body]).toMatchObject([200, { id: orderId(1), ...documents }]);
  });

  it('of another organization is not found', async () => {
    await given(7, { org_id: 'org_other' });
    const { status, body } = await call(GET, { params: { id: orderId(7) } });
    expect([status, body.code]).toEqual([404, 'order.not_found']);
  });
});
