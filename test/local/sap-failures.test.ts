import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CLOCK_SKEW_MS } from './support/adverse.ts';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, create, dock, get, ordered, PATH, sapOrders, syncState } from './support/requests.ts';
import { orderMadeByHand } from './support/sap.ts';

const CREATE = { method: 'POST', path: '/PurchaseOrder' };
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** SAP without orders, calls and sessions, and a consumer without a session: a fault then strikes the create itself. */
async function resetSap(): Promise<void> {
  await hub.sap('POST', '/reset');
  expect((await hub.admin('POST', '/functions/sync-sap/kill')).status).toBe(200);
}

/** Creates and approves a request; the faults strike its calls to SAP. */
async function approvedWith(...faults: object[]): Promise<string> {
  const id = await create(hub);
  expect((await hub.sap('POST', '/faults', faults)).status).toBeLessThan(300);
  expect((await approve(hub, id)).status).toBe(200);
  return id;
}

/** The request is ordered, and SAP holds one order for it, under the request's number. */
async function expectOneOrder(id: string, deadline: number): Promise<void> {
  const { erp_po_number } = await ordered(hub, id, { deadline });
  const orders = (await sapOrders(hub)).filter((order) => JSON.stringify(order._PurchaseOrderNote).includes(id));
  expect(orders.map(({ PurchaseOrder }) => `PO-${PurchaseOrder}`)).toEqual([erp_po_number]);
}

async function sapCalls(): Promise<{ method: string; status: number; time: string }[]> {
  return (await hub.sap('GET', '/calls')).body;
}

async function creates(): Promise<number> {
  return (await sapCalls()).filter(({ method }) => method === 'POST').length;
}

describe('an order', () => {
  beforeEach(resetSap);

  it.each([
    ['the response is lost after SAP has worked', { kind: 'drop-after' }],
    ['the response is not JSON', { kind: 'garbage' }],
    ['SAP is slow', { kind: 'slow', ms: 1500 }],
    ['SAP returns 429', { kind: 'status', status: 429, headers: { 'Retry-After': '2' } }],
  ])(
    'is created once when %s',
    async (_, fault) => {
      await expectOneOrder(await approvedWith({ match: CREATE, ...fault }), 60_000);
      expect(await sapOrders(hub)).toHaveLength(1);
    },
    70_000,
  );

  it('is created when the CSRF token and the session have expired', async () => {
    await expectOneOrder(await approvedWith(), 5000);
    let orders = 1;
    // An environment of its own, without a session, may handle the next order: then it takes one more.
    await eventually(async () => {
      await hub.sap('POST', '/expire-sessions');
      await expectOneOrder(await approvedWith(), 10_000);
      orders++;
      return (await sapCalls()).some(({ method, status }) => method === 'POST' && status === 403);
    });
    expect(await sapOrders(hub)).toHaveLength(orders);
  });

  it('is sent again when the time in Retry-After is over, not before', async () => {
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 429, headers: { 'Retry-After': '2' } });
    await ordered(hub, id, { deadline: 15_000 });
    const calls = await sapCalls();
    const sentAt = (wanted: number): number =>
      Date.parse(calls.find(({ method, status }) => method === 'POST' && status === wanted)?.time ?? '');
    // Another environment may handle a copy of the message, and its clock decides.
    expect(sentAt(201) - sentAt(429)).toBeGreaterThanOrEqual(1900 - CLOCK_SKEW_MS);
  });
});

/** The hub waits until a call that was cut off can't arrive any more: these three wait side by side. */
describe('an order in doubt', () => {
  const cases: [name: string, fault: object][] = [
    ['SAP returns nothing for longer than the hub waits', { kind: 'timeout' }],
    ['the connection is lost before SAP works', { kind: 'drop-before' }],
    ['SAP returns 503', { kind: 'status', status: 503 }],
  ];
  const ids = new Map<string, string>();

  beforeAll(async () => {
    await resetSap();
    for (const [name, fault] of cases) {
      ids.set(name, await approvedWith({ match: CREATE, ...fault }));
      // Each strikes the first create of its own request: the others' retries come much later.
      await eventually(async () => (await hub.sap('GET', '/faults')).body.length === 0, { deadline: 30_000 });
    }
  }, 120_000);

  it.each(cases)(
    'is created once when %s',
    async (name) => {
      await expectOneOrder(ids.get(name) ?? '', 60_000);
    },
    70_000,
  );

  it('leaves no other order behind', async () => {
    expect(await sapOrders(hub)).toHaveLength(cases.length);
    expect(await creates()).toBe(2 * cases.length);
  });
});

describe('a sync that needs attention', () => {
  beforeEach(resetSap);

  const failed = (id: string) =>
    eventually(async () => {
      const state = await syncState(hub, id);
      return state.status === 'failed' && state;
    });

  it('shows why SAP rejected the order, and calls SAP again after a retry only', async () => {
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 400 });
    expect(await failed(id)).toMatchObject({
      attempts: 1,
      last_error: { code: 'sap.http_400', message: expect.stringMatching(/^SAP returned 400: .+/) },
    });
    expect((await get(hub, id)).status).toBe('approved');
    expect(await creates()).toBe(1);

    const retried = await hub.api('POST', `${PATH}/${id}/sync/retry`, { token: hub.info.tokens.admin });
    expect(retried).toMatchObject({ status: 202, body: { data: [{ status: 'pending' }] } });
    await expectOneOrder(id, 10_000);
    expect(await sapOrders(hub)).toHaveLength(1);
  });

  it('is retried with all others that failed for the same reason', async () => {
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 400 });
    await failed(id);
    const path = '/v1/sync/retry';
    const { admin, approver } = hub.info.tokens;
    expect(await hub.api('POST', path, { token: approver })).toMatchObject({ status: 403 });
    const other = await hub.api('POST', path, { token: admin, body: { code: 'sap.http_404' } });
    expect(other).toMatchObject({ status: 202, body: { count: 0, has_more: false, data: [] } });
    // An index finds them, which lags.
    const found = await eventually(async () => {
      const { body } = await hub.api('POST', path, { token: admin, body: { code: 'sap.http_400', dry_run: true } });
      return body.count > 0 && body;
    });
    expect(found).toMatchObject({ dry_run: true, count: 1, has_more: false });
    const { body: list } = await hub.api('GET', '/v1/sync/records?partner=sap', { token: approver });
    const listed = list.data.find(({ procurement_id }: { procurement_id: string }) => procurement_id === id);
    expect(listed).toMatchObject({ status: 'failed', action: expect.stringContaining('then retry') });
    expect(found.sync_job_ids).toEqual([listed.sync_job_id]);
    const [retried] = await eventually(async () => {
      const { body } = await hub.api('POST', path, { token: admin, body: { partner: 'sap', code: 'sap.http_400' } });
      return body.data.length > 0 && body.data;
    });
    expect(retried).toMatchObject({ procurement_id: id, status: 'pending' });
    await expectOneOrder(id, 10_000);
  });

  it('is linked to the order that a person made in SAP, and to no other request’s', async () => {
    const other = (await ordered(hub, await approvedWith())).erp_po_number;
    const made = await orderMadeByHand(hub);
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 400 });
    await failed(id);
    const link = (document_id: string) =>
      hub.api('POST', `${PATH}/${id}/sync/link`, {
        token: hub.info.tokens.admin,
        body: { partner: 'sap', document_id },
      });
    expect(await link('4599999999')).toMatchObject({ status: 202 });
    expect(await failed(id)).toMatchObject({
      last_error: { code: 'sync.link_failed', message: expect.stringContaining('404') },
    });
    // A retry of all leaves it alone: it would make an order beside the person's.
    const all = await hub.api('POST', '/v1/sync/retry', { token: hub.info.tokens.admin });
    expect(all.status).toBe(202);
    expect(all.body.data.map(({ procurement_id }: { procurement_id: string }) => procurement_id)).not.toContain(id);
    expect(await link(other)).toMatchObject({ status: 202 });
    await eventually(async () => (await syncState(hub, id)).last_error.message.includes('another order of the hub'));
    expect(await link(made)).toMatchObject({ status: 202 });
    expect(await ordered(hub, id)).toMatchObject({ erp_po_number: `PO-${made}` });
    expect(await link(made)).toMatchObject({ status: 409, body: { code: 'sync.not_linkable' } });
  });
});

describe('a request that SAP has no mapping for', () => {
  it('is not approved, and can be edited or cancelled', async () => {
    const id = await create(hub, { ...dock, vendor: 'Acme' });
    const { status, body } = await approve(hub, id);
    expect([status, body.code, body.detail]).toEqual([
      409,
      'request.mapping_missing',
      expect.stringContaining('"Acme"'),
    ]);
    const cancelled = await hub.api('POST', `${PATH}/${id}/cancel`, { body: { reason: 'Wrong vendor' } });
    expect(cancelled).toMatchObject({ status: 200, body: { id, status: 'cancelled', reason: 'Wrong vendor' } });
  });
});
