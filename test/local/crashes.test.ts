import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import type { HttpResponse } from './support/http.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, committedCents, create, dock, get, PATH, sapOrders, synced } from './support/requests.ts';

const REQUESTS = 40;
const KILLS = 5;

let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

const PATIENCE = { deadline: 90_000, every: 250 };

/** Repeats a call until the hub confirms it: a kill may cut off the response to one that was done. */
function forSure(done: string, call: () => Promise<HttpResponse>) {
  return eventually(async () => {
    const { status, body } = await call();
    return status === 200 || body?.code === done;
  }, PATIENCE);
}

/** Approves a request, and changes or cancels the order of every third. */
async function decide(id: string, index: number): Promise<void> {
  const { approver, admin } = hub.info.tokens;
  await forSure('request.not_pending', () => approve(hub, id));
  if (index % 3 === 1) {
    const path = await eventually(async () => {
      const { body } = await hub.api('GET', `${PATH}/${id}/sync`);
      return `/v1/erp/purchase-orders/${body.purchase_order.id}`;
    }, PATIENCE);
    // Changing it twice to the same quantity is one change.
    await forSure('', () =>
      hub.api('PATCH', path, {
        token: approver,
        body: { lines: [{ id: '1', quantity: 2 }] },
      }),
    );
  }
  if (index % 3 === 2) {
    await forSure('request.not_cancellable', () => hub.api('POST', `${PATH}/${id}/cancel`, { token: admin }));
  }
}

describe('a hub that is killed again and again', () => {
  it('makes one order of each request in its last version, and commits each amount to the cent', async () => {
    const ids = await Promise.all(Array.from({ length: REQUESTS }, () => create(hub, dock)));
    const before = await committedCents(hub, dock.cost_center);

    const decisions = Promise.all(ids.map(decide));
    for (let kill = 1; kill <= KILLS; kill++) {
      // In the middle of the work: each kill waits until SAP has a few more orders.
      await eventually(async () => (await sapOrders(hub)).length >= kill * 3, { deadline: 60_000, every: 5 });
      await hub.kill();
      await hub.restart();
    }
    await decisions;
    for (const id of ids) await synced(hub, id, { deadline: 120_000, every: 500 });

    const requests = await Promise.all(ids.map((id) => get(hub, id)));
    const orders = await sapOrders(hub);
    const numbers = requests.map(({ erp_po_number }) => erp_po_number).filter((number) => number !== null);
    expect(orders.map(({ PurchaseOrder }) => `PO-${PurchaseOrder}`).sort()).toEqual(numbers.sort());
    const results = requests.map(({ status, erp_po_number }) => {
      const order = orders.find(({ PurchaseOrder }) => `PO-${PurchaseOrder}` === erp_po_number);
      return [status, order?.PurchaseOrderDeletionCode ?? 'L', order?._PurchaseOrderItem[0].OrderQuantity];
    });
    expect(results).toEqual(
      ids.map((_, index) => {
        // SAP may never have had an order that was cancelled at once.
        if (index % 3 === 2) return ['cancelled', 'L', results[index]?.[2]];
        return ['ordered', '', index % 3 === 1 ? 2 : 1];
      }),
    );
    // A third costs twice as much, a third nothing.
    expect(await committedCents(hub, dock.cost_center)).toBe(before + REQUESTS * 27_901);
  }, 300_000);
});

describe('a concurrent reader', () => {
  it('never sees a request approved and its budget untouched, or the reverse', async () => {
    const id = await create(hub, { ...dock, cost_center: 'CC-IT-SEC' });
    const before = await committedCents(hub, 'CC-IT-SEC');
    let seen = 0;
    let approving = true;
    const readers = Array.from({ length: 4 }, async () => {
      while (approving) {
        // The second read must already show what the first one showed.
        const { status } = await get(hub, id);
        if (status !== 'pending_approval') expect(await committedCents(hub, 'CC-IT-SEC')).toBe(before + 27_901);
        const committed = await committedCents(hub, 'CC-IT-SEC');
        if (committed !== before) expect((await get(hub, id)).status).not.toBe('pending_approval');
        seen++;
      }
    });
    await eventually(() => seen > 8);
    await approve(hub, id);
    await eventually(() => seen > 40);
    approving = false;
    await Promise.all(readers);
  });
});
