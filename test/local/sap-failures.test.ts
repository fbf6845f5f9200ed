import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, startRuntime, type TestNode } from './support/hub.ts';
import { approve, create, dock, get, ordered, sapOrders, syncState } from './support/requests.ts';

const CREATE = { method: 'POST', path: '/PurchaseOrder' };
let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(() => node.stop());
beforeEach(async () => {
  await node.sap('POST', '/reset');
  // Its session went with the reset, and a fault must strike the create itself, not a call with a stale CSRF token.
  expect((await node.control('POST', '/functions/sync-sap/kill')).status).toBe(200);
});

async function approvedWith(...faults: object[]): Promise<string> {
  const id = await create(node);
  expect((await node.sap('POST', '/faults', faults)).status).toBeLessThan(300);
  expect((await approve(node, id)).status).toBe(200);
  return id;
}

/** The request is ordered, under the number of the one order that SAP holds. */
async function expectOneOrder(id: string, deadline: number) {
  const request = await ordered(node, id, deadline);
  const orders = await sapOrders(node);
  expect(orders.map(({ PurchaseOrder }) => `PO-${PurchaseOrder}`)).toEqual([request.erp_po_number]);
}

async function creates(): Promise<number> {
  return (await node.sap('GET', '/calls')).body.filter(({ method }: { method: string }) => method === 'POST').length;
}

describe('one order in the end, whatever happens to the call that creates it', () => {
  it.each([
    ['the answer is lost', { kind: 'drop-after' }],
    ['the connection is lost before SAP works', { kind: 'drop-before' }],
    ['the answer can’t be read', { kind: 'garbage' }],
    ['SAP is slow', { kind: 'slow', ms: 1500 }],
    ['SAP asks for a pause', { kind: 'status', status: 429, headers: { 'Retry-After': '2' } }],
    ['SAP is down', { kind: 'status', status: 503, times: 2 }],
    ['SAP fails', { kind: 'status', status: 500 }],
  ])(
    '%s',
    async (_, fault) => {
      await expectOneOrder(await approvedWith({ match: CREATE, ...fault }), 60_000);
    },
    70_000,
  );

  it('SAP does not answer, and is at work for longer than we wait', async () => {
    await expectOneOrder(await approvedWith({ match: CREATE, kind: 'timeout' }), 60_000);
  }, 70_000);

  it('the CSRF token and the session are over', async () => {
    await expectOneOrder(await approvedWith(), 5000);
    await node.sap('POST', '/expire-sessions');
    const id = await create(node);
    await approve(node, id);
    await ordered(node, id);
    expect(await sapOrders(node)).toHaveLength(2);
    expect(
      (await node.sap('GET', '/calls')).body.map(({ method, status }: { method: string; status: number }) => [
        method,
        status,
      ]),
    ).toEqual(expect.arrayContaining([['POST', 403]]));
  }, 20_000);

  it('it waits as long as Retry-After says', async () => {
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 429, headers: { 'Retry-After': '2' } });
    await ordered(node, id, 15_000);
    const at = async (wanted: number): Promise<number> => {
      const { body } = await node.sap('GET', '/calls');
      const call = body.find(({ method, status }: Record<string, unknown>) => method === 'POST' && status === wanted);
      return Date.parse(call.time);
    };
    expect((await at(201)) - (await at(429))).toBeGreaterThanOrEqual(1900);
  }, 20_000);
});

describe('what only a person can mend', () => {
  const parked = (id: string) =>
    eventually(async () => {
      const state = await syncState(node, id);
      return state.status === 'failed' && state;
    });

  it('SAP’s refusal is readable on the request, and SAP is not called again until a retry is ordered', async () => {
    const id = await approvedWith({ match: CREATE, kind: 'status', status: 400 });
    expect(await parked(id)).toMatchObject({
      attempts: 1,
      last_error: { code: 'sap.http_400', message: expect.stringMatching(/^SAP answered 400: .+/) },
    });
    expect((await get(node, id)).status).toBe('approved');
    expect(await creates()).toBe(1);

    const retried = await node.api('POST', `/v1/erp/procurement/${id}/sync/retry`, { token: node.hub.tokens.admin });
    expect(retried).toMatchObject({ status: 202, body: { data: [{ status: 'pending' }] } });
    await expectOneOrder(id, 10_000);
  });

  it('a vendor that SAP does not know is named, without calling SAP', async () => {
    const id = await create(node, { ...dock, vendor: 'Acme' });
    await approve(node, id);
    expect(await parked(id)).toMatchObject({
      last_error: { code: 'mapping.suppliers_missing', message: expect.stringContaining('"Acme"') },
    });
    expect(await creates()).toBe(0);
    expect(await node.api('POST', `/v1/erp/procurement/${id}/sync/retry`)).toMatchObject({ status: 403 });
  });
});
