import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startRuntime, type TestNode } from './support/hub.ts';
import { approve, committedCents, create, dock, get, sapOrders } from './support/requests.ts';

const REQUESTS = 60;
const KILLS = 5;

let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(() => node.stop());

/** Approves until the hub says that it is: an answer may be lost with the node, so "already approved" counts. */
function approveForSure(id: string) {
  return eventually(
    async () => {
      const { status, body } = await approve(node, id);
      return status === 200 || body?.code === 'request.not_pending';
    },
    { deadline: 90_000, every: 100 },
  );
}

it('approved at once while the node is killed again and again, each request becomes one order, to the cent', async () => {
  const ids = await Promise.all(Array.from({ length: REQUESTS }, () => create(node, dock)));
  const before = await committedCents(node, dock.cost_center);

  const approvals = Promise.all(ids.map(approveForSure));
  for (let kill = 1; kill <= KILLS; kill++) {
    // Kills fall in the middle of the work: each once SAP has taken a few more orders.
    await eventually(async () => (await sapOrders(node)).length >= kill * 3, { deadline: 60_000, every: 5 });
    await node.kill();
    await node.restart();
  }
  await approvals;

  const numbers = await eventually(
    async () => {
      const requests = await Promise.all(ids.map((id) => get(node, id)));
      return requests.every(({ status }) => status === 'ordered') && requests.map(({ erp_po_number }) => erp_po_number);
    },
    { deadline: 120_000, every: 500 },
  );
  expect(new Set(numbers).size).toBe(REQUESTS);
  const orders = await sapOrders(node);
  expect(orders.map(({ PurchaseOrder }) => `PO-${PurchaseOrder}`).sort()).toEqual([...numbers].sort());
  expect(await committedCents(node, dock.cost_center)).toBe(before + REQUESTS * 27_901);
}, 300_000);

it('a concurrent reader never sees a request approved and its budget untouched, or the reverse', async () => {
  const id = await create(node, { ...dock, cost_center: 'CC-IT-SEC' });
  const before = await committedCents(node, 'CC-IT-SEC');
  let seen = 0;
  let approving = true;
  const readers = Array.from({ length: 4 }, async () => {
    while (approving) {
      // Whatever is read second must already show what the first read showed.
      const { status } = await get(node, id);
      if (status !== 'pending_approval') expect(await committedCents(node, 'CC-IT-SEC')).toBe(before + 27_901);
      const committed = await committedCents(node, 'CC-IT-SEC');
      if (committed !== before) expect((await get(node, id)).status).not.toBe('pending_approval');
      seen++;
    }
  });
  await eventually(() => seen > 8);
  await approve(node, id);
  await eventually(() => seen > 40);
  approving = false;
  await Promise.all(readers);
});
