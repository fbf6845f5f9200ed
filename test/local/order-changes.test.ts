import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OwnHub, startHub } from './support/hub.ts';
import {
  CHANGED,
  cancel,
  change,
  changeOrder,
  inSap,
  ORDERS,
  orderedRequest,
  orderId,
  request,
} from './support/orders.ts';
import { approve, committedCents, create, dock, get, sapOrderOf, synced } from './support/requests.ts';

/** A hub of its own: faults strike the orders of this suite, and the consumer is killed. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

describe('a change of an order', () => {
  it('moves the difference in the budget, reaches SAP, and is in the request’s history', async () => {
    const before = await committedCents(hub, dock.cost_center);
    const id = await orderedRequest(hub);
    expect(await committedCents(hub, dock.cost_center)).toBe(before + 30_901);
    const changed = await changeOrder(hub, id);
    expect(changed).toMatchObject({
      status: 200,
      body: { revision: 2, open_value: 500, status: 'pending_submission' },
    });
    expect(await committedCents(hub, dock.cost_center)).toBe(before + 50_000);
    expect(await synced(hub, id)).toMatchObject({ revision: 2 });
    expect(await inSap(hub, id)).toEqual(CHANGED);
    expect((await get(hub, id)).approval_history.at(-1)).toMatchObject({ action: 'order_changed' });
  });

  it('is rejected for the requester, an unknown or deleted line, the last line, and an outdated version', async () => {
    const id = await orderedRequest(hub);
    expect(await changeOrder(hub, id, change, hub.info.tokens.requester)).toMatchObject({ status: 403 });
    expect(await changeOrder(hub, id, { lines: [{ id: '9', quantity: 2 }] })).toMatchObject({
      status: 422,
      body: { code: 'order.line_unknown' },
    });
    const all = ['1', '2'].map((line) => ({ id: line, deleted: true }));
    expect(await changeOrder(hub, id, { lines: all })).toMatchObject({
      status: 409,
      body: { code: 'order.last_line' },
    });
    expect((await changeOrder(hub, id, { lines: [{ id: '1' }] })).body.errors).toMatchObject([{ path: 'lines.0' }]);
    const outdated = await hub.api('PATCH', `${ORDERS}/${await orderId(hub, id)}`, {
      token: hub.info.tokens.approver,
      body: change,
      headers: { 'if-match': '"1"' },
    });
    expect(outdated).toMatchObject({ status: 412, body: { current_version: 2 } });
  });
});

describe('a change that costs more', () => {
  it('is an approver’s, and one that costs less also an administrator’s', async () => {
    const id = await orderedRequest(hub);
    const { admin } = hub.info.tokens;
    const more = await changeOrder(hub, id, { lines: [{ id: '1', quantity: 2 }] }, admin);
    expect(more).toMatchObject({ status: 403, body: { code: 'auth.role_missing' } });
    const less = await changeOrder(hub, id, { lines: [{ id: '2', quantity: 2 }] }, admin);
    expect(less).toMatchObject({ status: 200, body: { open_value: 299.01 } });
    await synced(hub, id);
  });
});

describe('a cancellation', () => {
  it('is the requester’s until the order is placed, and an administrator’s then', async () => {
    const before = await committedCents(hub, dock.cost_center);
    const draft = await create(hub, { ...request, submit: false });
    expect(await cancel(hub, draft, hub.info.tokens.requester)).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    const id = await orderedRequest(hub);
    expect(await cancel(hub, id, hub.info.tokens.requester)).toMatchObject({ status: 403 });
    expect(await cancel(hub, id)).toMatchObject({ status: 200 });
    expect(await committedCents(hub, dock.cost_center)).toBe(before);
    await synced(hub, id);
    expect(await inSap(hub, id)).toMatchObject({ deleted: 'L' });
    expect(await cancel(hub, id)).toMatchObject({ status: 409, body: { code: 'request.not_cancellable' } });
    expect(await changeOrder(hub, id)).toMatchObject({ status: 409, body: { code: 'order.not_changeable' } });
  });

  it('leaves SAP without an order when it comes before SAP was called', async () => {
    await hub.sap('POST', '/faults', [
      { match: { method: 'GET', path: '0001/' }, kind: 'status', status: 429, times: 3 },
    ]);
    await hub.sap('POST', '/expire-sessions');
    await hub.admin('POST', '/functions/sync-sap/kill');
    const id = await create(hub, request);
    await approve(hub, id);
    expect(await cancel(hub, id, hub.info.tokens.requester)).toMatchObject({ status: 200 });
    await hub.sap('DELETE', '/faults');
    await synced(hub, id, { deadline: 60_000 });
    const order = await sapOrderOf(hub, id);
    expect(order?.PurchaseOrderDeletionCode ?? 'L').toBe('L');
  }, 70_000);
});
