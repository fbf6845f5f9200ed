import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import demo from '../../local/organizations/org_5jHtK4pR8uWn.json' with { type: 'json' };
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { provisionDocument, purge } from './support/operator.ts';
import { CHANGED, cancel, changeOrder, inSap, orderedRequest } from './support/orders.ts';
import { committedCents, dock, sapOrderOf, synced, syncState } from './support/requests.ts';

/** A hub of its own, whose integration gives up a call early and is in doubt only shortly: these tests wait for it. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
  const integrations = demo.integrations.map((integration) => ({
    ...integration,
    settings: {
      ...integration.settings,
      base_url: hub.info.partners.sap,
      request_timeout_seconds: 2,
      in_doubt_seconds: 3,
    },
  }));
  await provisionDocument(hub, { ...demo, integrations });
}, 60_000);
afterAll(() => hub.stop());

/** Each fault strikes its own order, so that the doubts are waited for side by side. */
/** Changes an order whose message waits in the queue until SAP's pause is over, and deletes the message. */
async function loseMessage(): Promise<string> {
  const id = await orderedRequest(hub);
  const { PurchaseOrder } = await sapOrderOf(hub, id);
  const match = { method: 'GET', path: PurchaseOrder };
  // The message waits in the queue until SAP's pause is over.
  const fault = { match, kind: 'status', status: 429, headers: { 'Retry-After': '8' } };
  await hub.sap('POST', '/faults', [fault]);
  await changeOrder(hub, id);
  await eventually(async () => (await hub.sap('GET', '/faults')).body.length === 0);
  await eventually(async () => (await syncState(hub, id)).last_error !== null);
  await purge(hub, 'procurement-hub-dev-sync-sap');
  return id;
}

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
  /** The request whose change waits for a message that is lost. */
  let lost = '';

  beforeAll(async () => {
    lost = await loseMessage();
    before = await committedCents(hub, dock.cost_center);
    const orderedRequests = () => Promise.all(FAULTS.map(() => orderedRequest(hub)));
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
    for (const id of changed.values()) expect((await changeOrder(hub, id)).status).toBe(200);
    for (const id of cancelled.values()) expect((await cancel(hub, id)).status).toBe(200);
  }, 120_000);

  it.each(FAULTS)(
    'is in its last revision when %s',
    async (name) => {
      const id = changed.get(name) ?? '';
      expect(await synced(hub, id, { deadline: 150_000 })).toMatchObject({ revision: 2 });
      expect(await inSap(hub, id)).toEqual(CHANGED);
    },
    160_000,
  );

  it.each(FAULTS)(
    'is cancelled when %s',
    async (name) => {
      const id = cancelled.get(name) ?? '';
      await synced(hub, id, { deadline: 150_000 });
      expect(await inSap(hub, id)).toMatchObject({ deleted: 'L' });
    },
    160_000,
  );

  it('is in its last revision when its message is lost, by the sweep', async () => {
    await eventually(
      async () => {
        await hub.admin('POST', '/rules/procurement-hub-dev-sweep/fire');
        return (await syncState(hub, lost)).status === 'synced';
      },
      { deadline: 150_000, every: 5_000 },
    );
    expect(await inSap(hub, lost)).toEqual(CHANGED);
  }, 160_000);

  it('leaves the budget right', async () => {
    expect(await committedCents(hub, dock.cost_center)).toBe(before + FAULTS.length * 50_000);
  });
});
