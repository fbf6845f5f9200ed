import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { PurchaseOrder } from '../../../../core/domain/purchase-order.ts';
import { ALWAYS } from '../../../../core/domain/spendint/tables/query-scope.ts';
import { saveNewOrder, saveOrder } from '../../../../core/store/purchase-orders.ts';
import { MAX_ORDERS_READ, querySupplierOrders } from '../../../../core/store/supplier-order-list.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { anOrder, NOW_MS, ORG, OTHER_ORG } from '../../support/supplier-tables.ts';

const hub = hubTable();
const NOW = NOW_MS / 1000;

async function insert(...orders: readonly PurchaseOrder[]) {
  for (const order of orders) await commit(hub.table, [saveNewOrder(order)]);
}

async function idsOf({ pendingOnly = false, supplierId = 'SUP-1', orgId = ORG, span = ALWAYS } = {}) {
  const orders = await querySupplierOrders(hub.table, { orgId, supplierId, pendingOnly, span });
  return orders.map(({ id }) => id).join(' ');
}

describe("a supplier's orders", () => {
  it('are those of all states or those that are pending, the newest first', async () => {
    await insert(
      anOrder('po_A', 'SUP-1', { created_at: NOW - 40 }),
      anOrder('po_B', 'SUP-1', { created_at: NOW - 30, status: 'ordered' }),
      anOrder('po_C', 'SUP-1', { created_at: NOW - 20 }),
      anOrder('po_D', 'SUP-1', { created_at: NOW - 10, status: 'cancelled' }),
    );
    expect(await idsOf()).toBe('po_D po_C po_B po_A');
    expect(await idsOf({ pendingOnly: true })).toBe('po_C po_A');
  });

  it("are never another supplier's or organization's", async () => {
    await insert(
      anOrder('po_A', 'SUP-1'),
      anOrder('po_B', 'SUP-10'),
      anOrder('po_C', 'SUP-1', { org_id: OTHER_ORG }),
      anOrder('po_D', 'SUP-1', { supplier_id: null }),
    );
    expect(await idsOf()).toBe('po_A');
    expect(await idsOf({ supplierId: 'SUP-10' })).toBe('po_B');
    expect(await idsOf({ supplierId: 'SUP-1', orgId: OTHER_ORG })).toBe('po_C');
    expect(await idsOf({ supplierId: 'SUP' })).toBe('');
  });

  it('leave what is pending when they are ordered', async () => {
    const order = anOrder('po_A', 'SUP-1');
    await insert(order);
    await commit(hub.table, [saveOrder({ ...order, status: 'ordered', version: 2 })]);
    expect(await idsOf({ pendingOnly: true })).toBe('');
    expect(await idsOf()).toBe('po_A');
  });

  it('are as they are stored, where the index is not up to date', async () => {
    const stale = (order: PurchaseOrder, stored: Partial<PurchaseOrder>) => {
      const write = saveNewOrder(order);
      return 'put' in write ? [{ put: { Item: { ...write.put.Item, ...stored } } }] : [];
    };
    await commit(hub.table, stale(anOrder('po_A', 'SUP-1'), { status: 'ordered' }));
    await commit(hub.table, stale(anOrder('po_B', 'SUP-1'), { supplier_id: 'SUP-2' }));
    expect(await idsOf({ pendingOnly: true })).toBe('');
    expect(await idsOf()).toBe('po_A');
  });

  it('are there once, also while they leave what is pending', async () => {
    const order = anOrder('po_A', 'SUP-1');
    await insert(order);
    let queries = 0;
    hub.before = async (action) => {
      if (action !== 'Query' || ++queries !== 2) return;
      hub.before = () => {};
      await commit(hub.table, [saveOrder({ ...order, status: 'ordered', version: 2 })]);
    };
    expect(await idsOf()).toBe('po_A');
    expect(queries).toBe(2);
  });

  it('are those within a span', async () => {
    for (const second of [0, 1, 2, 3]) await insert(anOrder(`po_${second}`, 'SUP-1', { created_at: NOW - second }));
    const within = (from: number, to: number) =>
      idsOf({ pendingOnly: true, span: { fromMs: (NOW - from) * 1000, toMs: (NOW - to) * 1000 } });
    expect(await within(2, 1)).toBe('po_1 po_2');
    expect(await within(1, 2)).toBe('');
  });
});

/** A table whose index has pending orders without end, of so many bytes each. */
function endlessTable(bytes: number) {
  const order = anOrder('po_A', 'SUP-1', { title: 'x'.repeat(bytes) });
  let queried = 0;
  let batches = 0;
  const send = async (command: object) => {
    if (command instanceof QueryCommand) {
      const Items = Array.from({ length: Math.min(command.input.Limit ?? 0, 700) }, () => {
        return { gsi2sk: `PENDING#000001700000000#po_${queried++}` };
      });
      return { Items, LastEvaluatedKey: { pk: 'x', sk: 'y' } };
    }
    if (!(command instanceof BatchGetCommand)) throw new Error('another command');
    batches++;
    const keys = command.input.RequestItems?.hub?.Keys ?? [];
    const hub = keys.map(({ pk }) => ({ ...order, id: String(pk).replace(/^.*#/, '') }));
    return { Responses: { hub } };
  };
  const client = { send } as unknown as DynamoDBDocumentClient;
  return { table: { name: 'hub', recent: new Map(), client }, counts: () => ({ queried, batches }) };
}

describe('more orders than are read', () => {
  const query = { orgId: ORG, supplierId: 'SUP-1', pendingOnly: true, span: ALWAYS };

  it('end with their limit', async () => {
    const { table, counts } = endlessTable(1);
    expect(await querySupplierOrders(table, query)).toHaveLength(MAX_ORDERS_READ);
    expect(counts()).toEqual({ queried: MAX_ORDERS_READ, batches: MAX_ORDERS_READ / 100 });
  });

  it('end early where they are long', async () => {
    const { table, counts } = endlessTable(100_000);
    expect((await querySupplierOrders(table, query)).length).toBeGreaterThan(0);
    expect(counts().batches).toBe(4);
  });
});
