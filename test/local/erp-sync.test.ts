import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, committedCents, create, dock, get, ordered } from './support/requests.ts';

/** Five thousand take a minute: enough for pages before, between and after the kills. */
const SUPPLIERS = 700;
const PER_PAGE = 100;

let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** Starts a sync and returns its id. */
async function start(body: object = {}): Promise<string> {
  const { status, body: job } = await hub.api('POST', '/v1/erp/sync', { token: hub.info.tokens.admin, body });
  expect([200, 202]).toContain(status);
  return job.sync_job_id;
}

async function job(id: string) {
  return (await hub.api('GET', `/v1/erp/sync/${id}`)).body;
}

/** The sweep of each minute, at once. */
async function sweep(): Promise<void> {
  await hub.admin('POST', '/functions/sweep/invoke', {});
}

/** Waits for the end of a sync. */
function ended(id: string) {
  return eventually(
    async () => {
      await sweep();
      const { status, ...rest } = await job(id);
      return (status === 'completed' || status === 'failed') && { status, ...rest };
    },
    { deadline: 90_000, every: 500 },
  );
}

/** The pages of suppliers that the simulator has served, by their path. */
async function supplierPages(): Promise<Map<string, number>> {
  const { body } = await hub.sap('GET', '/calls');
  const pages = new Map<string, number>();
  for (const { path } of body) {
    if (path.includes('/A_BusinessPartner')) pages.set(path, (pages.get(path) ?? 0) + 1);
  }
  return pages;
}

async function allVendors() {
  const vendors = [];
  let cursor = '';
  do {
    const { body } = await hub.api('GET', `/v1/erp/vendors${cursor}`);
    vendors.push(...body.data);
    cursor = body.has_more ? `?cursor=${body.next_cursor}` : '';
  } while (cursor !== '');
  return vendors;
}

describe('a full sync with SAP', () => {
  it('ends completed with every vendor once, although the hub is killed twice, and reads no page more than twice', async () => {
    const suppliers = Array.from({ length: SUPPLIERS }, (_, index) => ({
      Supplier: String(20_000_000 + index),
      SupplierName: `Supplier ${index}`,
    }));
    await hub.sap('POST', '/suppliers', suppliers);
    const id = await start({ erp_source: 'sap_s4hana' });
    for (const pages of [2, 5]) {
      const hasRead = async () => (await supplierPages()).size >= pages;
      await eventually(async () => (await hasRead()) || sweep().then(() => false), { deadline: 60_000, every: 50 });
      await hub.kill();
      await hub.restart();
    }
    expect(await ended(id)).toMatchObject({
      status: 'completed',
      scope: 'full',
      progress: { vendors: { failed: 0 }, budgets: { seen: 5, failed: 0 }, catalogs: { seen: 6, failed: 0 } },
      errors: [],
    });
    const pages = await supplierPages();
    expect(pages.size).toBeGreaterThanOrEqual(SUPPLIERS / PER_PAGE);
    expect(Math.max(...pages.values())).toBeLessThanOrEqual(2);
    const names = (await allVendors()).map(({ name }) => name);
    // The example organization's own are among SAP's.
    expect(names).toHaveLength(SUPPLIERS + 5);
    expect(new Set(names).size).toBe(names.length);
  }, 180_000);

  it('writes nothing for what has not changed since', async () => {
    await hub.admin('POST', '/meter/reset');
    const { progress } = await ended(await start());
    expect(progress.vendors).toEqual({ seen: SUPPLIERS + 5, changed: 0, unchanged: SUPPLIERS + 5, failed: 0 });
    const { body } = await hub.admin('GET', '/meter');
    const { PutItem, UpdateItem } = body['procurement-hub-dev-pull-sap'].dynamodb;
    expect(PutItem).toBeUndefined();
    // Of each page: its admission, its end and its checkpoint.
    expect(UpdateItem.requests).toBeLessThan(4 * (SUPPLIERS / PER_PAGE + 20));
  }, 90_000);
});

describe('a goods receipt in SAP', () => {
  it('makes the request received with the next sync, and moves its amount from committed to spent', async () => {
    const figures = async () => {
      const { body } = await hub.api('GET', `/v1/erp/budgets?cost_center=${dock.cost_center}`);
      return { committed: body.data[0].committed, spent: body.data[0].spent };
    };
    const id = await create(hub);
    await approve(hub, id);
    const { erp_po_number, total_cost } = await ordered(hub, id);
    const before = await figures();
    await hub.sap('POST', `/orders/${erp_po_number.replace('PO-', '')}`, { action: 'receive' });
    // The index of order numbers may lag on a bad day; a later sync reads the last hour's changes again.
    await eventually(
      async () => {
        const { status, progress } = await ended(await start({ scope: 'purchase_orders' }));
        expect([status, progress.purchase_orders.failed]).toEqual(['completed', 0]);
        return progress.purchase_orders.changed === 1;
      },
      { deadline: 15_000, every: 1000 },
    );
    expect((await get(hub, id)).status).toBe('received');
    const after = await figures();
    expect(Math.round((before.committed - after.committed) * 100)).toBe(Math.round(total_cost * 100));
    expect(Math.round((after.spent - before.spent) * 100)).toBe(Math.round(total_cost * 100));
    expect(await committedCents(hub, dock.cost_center)).toBe(Math.round(after.committed * 100));
    // SAP's actual figures have the receipt too: it is spent once.
    expect(await ended(await start({ scope: 'budgets' }))).toMatchObject({ status: 'completed' });
    expect(await figures()).toEqual(after);
  }, 90_000);
});

describe('POST /v1/erp/sync', () => {
  it('answers with the sync that is open', async () => {
    const calls = await Promise.all(
      Array.from({ length: 4 }, () =>
        hub.api('POST', '/v1/erp/sync', { token: hub.info.tokens.approver, body: { scope: 'vendors' } }),
      ),
    );
    expect(new Set(calls.map(({ body }) => body.sync_job_id)).size).toBe(1);
    expect(calls.map(({ status }) => status).sort()).toEqual([200, 200, 200, 202]);
  });

  it('does what the schedule of a scope does', async () => {
    await hub.admin('POST', '/rules/schedule-budgets/fire');
    const found = await eventually(async () => {
      const { body } = await hub.api('GET', '/v1/erp/sync?limit=5');
      return body.data.find(({ scope, status }: { scope: string; status: string }) => scope === 'budgets' && status);
    });
    await ended(found.sync_job_id);
  }, 60_000);
});
