import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { purge } from './support/operator.ts';
import {
  approve,
  committedCents,
  create,
  dock,
  get,
  ordered,
  PATH,
  sapOrderOf,
  synced,
  syncState,
} from './support/requests.ts';

/** A hub of its own: faults strike the orders of this suite, and the consumer is killed. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

const ORDERS = '/v1/erp/purchase-orders';
const request = {
  ...dock,
  items: [
    { name: 'Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279.01, currency: 'USD' },
    { name: 'Cable', sku: 'CABLE-2M', quantity: 3, unit_cost: 10, currency: 'USD' },
  ],
  expected_delivery: '2027-02-01',
};
const change = {
  lines: [
    { id: '1', quantity: 2, unit_cost: 250 },
    { id: '2', deleted: true },
  ],
  expected_delivery: '2027-03-01',
};

async function orderedRequest(): Promise<string> {
  const id = await create(hub, request);
  expect((await approve(hub, id)).status).toBe(200);
  await ordered(hub, id, { deadline: 60_000 });
  return id;
}

async function orderId(id: string): Promise<string> {
  return (await hub.api('GET', `${PATH}/${id}/sync`)).body.purchase_order.id;
}

async function changeOrder(id: string, body: object = change, token = hub.info.tokens.approver) {
  return hub.api('PATCH', `${ORDERS}/${await orderId(id)}`, { token, body });
}

function cancel(id: string, token = hub.info.tokens.admin) {
  return hub.api('POST', `${PATH}/${id}/cancel`, { token });
}

/** What SAP has of a request's order. */
async function inSap(id: string) {
  const order = await sapOrderOf(hub, id);
  return {
    deleted: order.PurchaseOrderDeletionCode,
    // biome-ignore lint/suspicious/noExplicitAny: the simulator's items
    items: order._PurchaseOrderItem.map((item: any) => [
      item.OrderQuantity,
      item.NetPriceAmount,
      item.PurchasingDocumentDeletionCode,
      item._PurchaseOrderScheduleLineTP[0].ScheduleLineDeliveryDate,
    ]),
  };
}

const CHANGED = {
  deleted: '',
  items: [
    [2, 250, '', '2027-03-01'],
    [3, 10, 'L', '2027-02-01'],
  ],
};

describe('a change of an order', () => {
  it('moves the difference in the budget, reaches SAP, and is in the request’s history', async () => {
    const before = await committedCents(hub, dock.cost_center);
    const id = await orderedRequest();
    expect(await committedCents(hub, dock.cost_center)).toBe(before + 30_901);
    const changed = await changeOrder(id);
    expect(changed).toMatchObject({ status: 200, body: { revision: 2, open_value: 500, status: 'ordered' } });
    expect(await committedCents(hub, dock.cost_center)).toBe(before + 50_000);
    expect(await synced(hub, id)).toMatchObject({ revision: 2 });
    expect(await inSap(id)).toEqual(CHANGED);
    expect((await get(hub, id)).approval_history.at(-1)).toMatchObject({ action: 'order_changed' });
  });

  it('is rejected for the requester, an unknown or deleted line, the last line, and an outdated version', async () => {
    const id = await orderedRequest();
    expect(await changeOrder(id, change, hub.info.tokens.requester)).toMatchObject({ status: 403 });
    expect(await changeOrder(id, { lines: [{ id: '9', quantity: 2 }] })).toMatchObject({
      status: 422,
      body: { code: 'order.line_unknown' },
    });
    const all = ['1', '2'].map((line) => ({ id: line, deleted: true }));
    expect(await changeOrder(id, { lines: all })).toMatchObject({ status: 409, body: { code: 'order.last_line' } });
    expect((await changeOrder(id, { lines: [{ id: '1' }] })).body.errors).toMatchObject([{ path: 'lines.0' }]);
    const outdated = await hub.api('PATCH', `${ORDERS}/${await orderId(id)}`, {
      token: hub.info.tokens.approver,
      body: change,
      headers: { 'if-match': '"1"' },
    });
    expect(outdated).toMatchObject({ status: 412, body: { current_version: 2 } });
  });
});

describe('a cancellation', () => {
  it('is the requester’s until the order is placed, and an administrator’s then', async () => {
    const before = await committedCents(hub, dock.cost_center);
    const draft = await create(hub, { ...request, submit: false });
    expect(await cancel(draft, hub.info.tokens.requester)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    const id = await orderedRequest();
    expect(await cancel(id, hub.info.tokens.requester)).toMatchObject({ status: 403 });
    expect(await cancel(id)).toMatchObject({ status: 200 });
    expect(await committedCents(hub, dock.cost_center)).toBe(before);
    await synced(hub, id);
    expect(await inSap(id)).toMatchObject({ deleted: 'L' });
    expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'request.not_cancellable' } });
    expect(await changeOrder(id)).toMatchObject({ status: 409, body: { code: 'order.not_changeable' } });
  });

  it('leaves SAP without an order when it comes before SAP was called', async () => {
    await hub.sap('POST', '/faults', [
      { match: { method: 'GET', path: '0001/' }, kind: 'status', status: 429, times: 3 },
    ]);
    await hub.sap('POST', '/expire-sessions');
    await hub.admin('POST', '/functions/sync-sap/kill');
    const id = await create(hub, request);
    await approve(hub, id);
    expect(await cancel(id, hub.info.tokens.requester)).toMatchObject({ status: 200 });
    await hub.sap('DELETE', '/faults');
    await synced(hub, id, { deadline: 60_000 });
    const order = await sapOrderOf(hub, id);
    expect(order?.PurchaseOrderDeletionCode ?? 'L').toBe('L');
  }, 70_000);
});

/** Each fault strikes its own order, so that the doubts are waited for side by side. */
describe('an order whose change or cancellation is cut off', () => {
  const FAULTS: [name: string, fault: object][] = [
    ['the response is lost after SAP has worked', { kind: 'drop-after' }],
    ['the connection is lost before SAP works', { kind: 'drop-before' }],
    ['SAP works and returns nothing', { kind: 'timeout', work: true }],
    ['SAP returns nothing', { kind: 'timeout' }],
    ['SAP returns 503', { kind: 'status', status: 503 }],
    ['SAP returns 429', { kind: 'status', status: 429 }],
    ['somebody else changes the order meanwhile', { kind: 'status', status: 412 }],
  ];
  const changed = new Map<string, string>();
  const cancelled = new Map<string, string>();
  let before = 0;

  beforeAll(async () => {
    before = await committedCents(hub, dock.cost_center);
    const orderedRequests = () => Promise.all(FAULTS.map(() => orderedRequest()));
    const [toChange, toCancel] = [await orderedRequests(), await orderedRequests()];
    for (const [index, [name, fault]] of FAULTS.entries()) {
      const strike = async (id: string, method: string) => {
        const { PurchaseOrder } = await sapOrderOf(hub, id);
        await hub.sap('POST', '/faults', [{ ...fault, match: { method, path: PurchaseOrder } }]);
      };
      const [one = '', other = ''] = [toChange[index], toCancel[index]];
      await strike(one, 'PATCH');
      await strike(other, 'DELETE');
      changed.set(name, one);
      cancelled.set(name, other);
    }
    for (const id of changed.values()) expect((await changeOrder(id)).status).toBe(200);
    for (const id of cancelled.values()) expect((await cancel(id)).status).toBe(200);
  }, 120_000);

  it.each(FAULTS)(
    'is in its last revision when %s',
    async (name) => {
      const id = changed.get(name) ?? '';
      expect(await synced(hub, id, { deadline: 150_000 })).toMatchObject({ revision: 2 });
      expect(await inSap(id)).toEqual(CHANGED);
    },
    160_000,
  );

  it.each(FAULTS)(
    'is cancelled when %s',
    async (name) => {
      const id = cancelled.get(name) ?? '';
      await synced(hub, id, { deadline: 150_000 });
      expect(await inSap(id)).toMatchObject({ deleted: 'L' });
    },
    160_000,
  );

  it('leaves the budget right', async () => {
    expect(await committedCents(hub, dock.cost_center)).toBe(before + FAULTS.length * 50_000);
  });
});

describe('a message that is lost', () => {
  it('is replaced by the sweep', async () => {
    const id = await orderedRequest();
    const { PurchaseOrder } = await sapOrderOf(hub, id);
    const match = { method: 'GET', path: PurchaseOrder };
    // The message waits in the queue until SAP's pause is over.
    const fault = { match, kind: 'status', status: 429, headers: { 'Retry-After': '8' } };
    await hub.sap('POST', '/faults', [fault]);
    await changeOrder(id);
    await eventually(async () => (await hub.sap('GET', '/faults')).body.length === 0);
    await eventually(async () => (await syncState(hub, id)).last_error !== null);
    await purge(hub, 'procurement-hub-dev-sync-sap');
    await eventually(
      async () => {
        await hub.admin('POST', '/rules/procurement-hub-dev-sweep/fire');
        return (await hub.api('GET', `${PATH}/${id}/sync`)).body.data[0].status === 'synced';
      },
      { deadline: 150_000, every: 5_000 },
    );
    expect(await inSap(id)).toEqual(CHANGED);
  }, 160_000);
});
