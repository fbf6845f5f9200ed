import { beforeEach, describe, expect, it } from '@jest/globals';
import { transition } from '../../../../core/domain/procurement-request.ts';
import { type PurchaseOrder, transitionOrder } from '../../../../core/domain/purchase-order.ts';
import { findOrder, loadOrder, saveNewOrder, saveOrder } from '../../../../core/store/purchase-orders.ts';
import { loadRequest, saveNewRequest, saveRequest } from '../../../../core/store/requests.ts';
import { saveNewSyncRecord } from '../../../../core/store/sync-records.ts';
import { createOrderSyncStore } from '../../../../core/store/sync-store.ts';
import { commit } from '../../../../core/store/write.ts';
import { NEW_INTEGRATION_STATE } from '../../../../core/sync/integration-state.ts';
import { stepTaken } from '../../../../core/sync/sync-attempts.ts';
import { hubTable } from '../../support/hub-table.ts';
import { approvedLaptop, laptopOrder, laptopSync } from '../../support/requests.ts';

const hub = hubTable();
const ORG = laptopOrder.org_id;
const NOW = 1708736700;
const stored = { subject: laptopOrder, record: laptopSync };
const synced = stepTaken(
  { ...laptopSync, intent_revision: 1 },
  { kind: 'done', document: { id: '4500012847' } },
  NOW * 1000,
);
const numbered = transitionOrder(laptopOrder, { kind: 'number', poNumber: 'PO-4500012847' }, NOW);

function store(flow = 'order') {
  return createOrderSyncStore(hub.table, { partner: 'sap', flow });
}
async function state() {
  const [request, found] = await Promise.all([
    loadRequest(hub.table, ORG, approvedLaptop.id),
    loadOrder(hub.table, ORG, laptopOrder.id),
  ]);
  return { request, order: found.order, record: found.records[0] };
}
const before = { request: approvedLaptop, order: laptopOrder, record: laptopSync };

async function given(order: PurchaseOrder = laptopOrder): Promise<void> {
  await commit(hub.table, [
    saveNewRequest(approvedLaptop, NOW * 1000),
    saveNewOrder(order),
    ...saveNewSyncRecord(laptopSync),
  ]);
}

describe('an order', () => {
  it('is not found under an unknown id, or for another organization', async () => {
    await given();
    expect(await findOrder(hub.table, 'org_other', laptopOrder.id)).toBeUndefined();
    await expect(loadOrder(hub.table, ORG, 'po_x')).rejects.toMatchObject({ code: 'order.not_found' });
  });

  it('is created once, and saved only over the version before', async () => {
    await given();
    await expect(commit(hub.table, [saveNewOrder(laptopOrder)])).rejects.toMatchObject({ code: 'conflict.version' });
    await commit(hub.table, [saveOrder(numbered)]);
    await expect(commit(hub.table, [saveOrder({ ...numbered, title: 'x' })])).rejects.toMatchObject({
      code: 'conflict.version',
    });
    expect((await loadOrder(hub.table, ORG, laptopOrder.id)).order).toEqual(numbered);
  });
});

describe('the store of a partner’s sync', () => {
  beforeEach(() => given());

  it('loads the order with the record of its partner and flow', async () => {
    expect(await store().load(ORG, laptopOrder.id)).toEqual(stored);
  });

  it.each([
    ['an unknown order', 'po_x', 'order'],
    ['an order without a record in this flow', laptopOrder.id, 'invoice'],
  ])('loads nothing for %s, so that its message is acknowledged', async (_, id, flow) => {
    expect(await store(flow).load(ORG, id)).toBeUndefined();
  });

  it('saves a record unless another writer was faster', async () => {
    expect(await store().saveRecord(laptopSync, synced)).toBe(true);
    expect(await store().saveRecord(laptopSync, synced)).toBe(false);
    expect(await state()).toEqual({ ...before, record: synced });
  });

  it('saves what an order learned with its record and its request, in one transaction', async () => {
    hub.actions.length = 0;
    expect(await store().saveLearned(stored, synced, numbered)).toBe(true);
    expect(hub.actions).toEqual(['GetItem', 'TransactWriteItems']);
    expect(await state()).toEqual({
      request: transition(approvedLaptop, { kind: 'order', poNumber: 'PO-4500012847' }, NOW),
      order: numbered,
      record: synced,
    });
  });

  it.each([
    ['the record', () => store().saveRecord(laptopSync, { ...laptopSync, version: 2 })],
    ['the order', () => commit(hub.table, [saveOrder({ ...laptopOrder, version: 2 })])],
  ])('saves nothing of it when another writer has saved %s', async (_, write) => {
    await write();
    const meanwhile = await state();
    expect(await store().saveLearned(stored, synced, numbered)).toBe(false);
    expect(await state()).toEqual(meanwhile);
  });

  it('saves nothing of it when the request changes between reading and writing', async () => {
    hub.before = async (action) => {
      if (action !== 'TransactWriteItems') return;
      hub.before = () => {};
      await commit(hub.table, [saveRequest({ ...approvedLaptop, version: approvedLaptop.version + 1 })]);
    };
    expect(await store().saveLearned(stored, synced, numbered)).toBe(false);
    expect(await state()).toMatchObject({ order: laptopOrder, record: laptopSync });
  });

  it('numbers a request that was cancelled meanwhile, which stays cancelled', async () => {
    const cancelled = { ...approvedLaptop, status: 'cancelled' as const, version: approvedLaptop.version + 1 };
    await commit(hub.table, [saveRequest(cancelled)]);
    expect(await store().saveLearned(stored, synced, numbered)).toBe(true);
    expect((await state()).request).toMatchObject({ status: 'cancelled', erp_po_number: 'PO-4500012847' });
  });

  it('throws other failures', async () => {
    hub.before = (action) => {
      if (action === 'UpdateItem') throw new Error('No table');
    };
    await expect(store().saveRecord(laptopSync, synced)).rejects.toThrow('No table');
  });

  it('saves the state of the integration unless another writer was faster', async () => {
    const { loadIntegration, saveIntegration } = store();
    const failing = { ...NEW_INTEGRATION_STATE, failures: 1 };
    expect(await saveIntegration(ORG, NEW_INTEGRATION_STATE, failing)).toBe(true);
    expect(await saveIntegration(ORG, NEW_INTEGRATION_STATE, failing)).toBe(false);
    expect(await loadIntegration(ORG)).toEqual({ ...failing, version: 1 });
  });
});

it('saves an order that no request is behind without one', async () => {
  const alone = { ...laptopOrder, request_id: null };
  await commit(hub.table, [saveNewOrder(alone), ...saveNewSyncRecord(laptopSync)]);
  const learned = { ...numbered, request_id: null };
  expect(await store().saveLearned({ subject: alone, record: laptopSync }, synced, learned)).toBe(true);
  expect(await loadOrder(hub.table, ORG, alone.id)).toEqual({ order: learned, records: [synced] });
});
