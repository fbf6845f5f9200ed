import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, committedCents, create, dock, get, PATH, sapOrders } from './support/requests.ts';

const REQUESTS = 60;
const KILLS = 5;

let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** Approves until the hub confirms it: a kill may cut off the response to an approval that was made. */
function approveForSure(id: string) {
  return eventually(
    async () => {
      const { status, body } = await approve(hub, id);
      return status === 200 || body?.code === 'request.not_pending';
    },
    { deadline: 90_000, every: 250 },
  );
}

async function countOrdered(): Promise<number> {
  return (await hub.api('GET', `${PATH}?status=ordered&limit=100`)).body.data.length;
}

describe('a hub that is killed again and again', () => {
  it('makes one order of each request that was approved meanwhile, and commits each amount to the cent', async () => {
    const ids = await Promise.all(Array.from({ length: REQUESTS }, () => create(hub, dock)));
    const before = await committedCents(hub, dock.cost_center);

    const approvals = Promise.all(ids.map(approveForSure));
    for (let kill = 1; kill <= KILLS; kill++) {
      // In the middle of the work: each kill waits until SAP has a few more orders.
      await eventually(async () => (await sapOrders(hub)).length >= kill * 3, { deadline: 60_000, every: 5 });
      await hub.kill();
      await hub.restart();
    }
    await approvals;

    await eventually(async () => (await countOrdered()) >= REQUESTS, { deadline: 120_000, every: 500 });
    const requests = await Promise.all(ids.map((id) => get(hub, id)));
    const numbers = requests.map(({ erp_po_number }) => erp_po_number);
    expect(new Set(requests.map(({ status }) => status))).toEqual(new Set(['ordered']));
    expect(new Set(numbers).size).toBe(REQUESTS);
    const orders = await sapOrders(hub);
    expect(orders.map(({ PurchaseOrder }) => `PO-${PurchaseOrder}`).sort()).toEqual([...numbers].sort());
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
