import { beforeEach, describe, expect, it } from '@jest/globals';
import { laptopOrder, ROOT, request, runningSap } from './sap-client.ts';

const sap = runningSap();
beforeEach(() => sap.reset());

function inject(...faults: unknown[]) {
  return sap.control('POST', 'faults', faults);
}
const onPost = { method: 'POST', path: '/PurchaseOrder' };
function post() {
  return sap.post('PurchaseOrder', laptopOrder());
}
async function storedOrders() {
  return (await sap.control('GET', 'state')).json.purchaseOrders;
}
async function lastStatus() {
  return (await sap.control('GET', 'calls')).json.at(-1).status;
}

describe('a fault', () => {
  it('returns the vendor\'s error without doing the work, for kind "status"', async () => {
    await inject({ match: onPost, kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    const reply = await post();
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('7');
    expect(reply.json.error.message).toContain('429');
    expect(await storedOrders()).toEqual([]);
  });

  it('returns the page of the web dispatcher with 503, for kind "status"', async () => {
    await inject({ match: onPost, kind: 'status', status: 503 });
    const reply = await post();
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.text).toContain('503 Service Unavailable');
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('sends no response, for kind "timeout" with work: %s', async (work, orders) => {
    await inject({ match: onPost, kind: 'timeout', work });
    const session = await sap.fetchSession();
    const headers = { authorization: sap.authorization, ...session };
    const url = `${sap.url}${ROOT}PurchaseOrder`;
    await expect(request('POST', url, laptopOrder(), headers, AbortSignal.timeout(200))).rejects.toThrow(/timeout/);
    expect(await storedOrders()).toHaveLength(orders);
    expect(await lastStatus()).toBe(0);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('closes the connection, for kind "%s", and leaves %i orders', async (kind, orders) => {
    await inject({ match: onPost, kind });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(await storedOrders()).toHaveLength(orders);
    expect(await lastStatus()).toBe(0);
  });

  it('waits, then does the work, for kind "slow"', async () => {
    await inject({ match: onPost, kind: 'slow', ms: 60 });
    const started = performance.now();
    expect((await post()).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });

  it('does the work and returns a body that is not JSON, for kind "garbage"', async () => {
    await inject({ match: onPost, kind: 'garbage' });
    const reply = await post();
    expect(reply.status).toBe(201);
    expect(() => JSON.parse(reply.text)).toThrow();
    expect(await storedOrders()).toHaveLength(1);
  });

  it('applies as often as ordered, after the faults that were ordered before it', async () => {
    await inject({ kind: 'status', status: 500, times: 2 });
    await inject({ kind: 'status', status: 502 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await sap.get('')).status);
    expect(statuses).toEqual([500, 500, 502]);
    expect((await sap.control('GET', 'faults')).json).toEqual([]);
    expect((await sap.get('')).status).toBe(200);
  });

  it.each([
    [{ method: 'get' }, true],
    [{ method: 'POST' }, false],
    [{ path: 'PurchaseOrder?$top' }, true],
    [{ path: '/sap/opu/*$top=1' }, true],
    [{ path: '$top*PurchaseOrder' }, false],
    [{}, true],
  ])('matches %j against GET PurchaseOrder?$top=1: %s', async (match, applies) => {
    await inject({ match, kind: 'status', status: 500 });
    expect((await sap.get('PurchaseOrder?$top=1')).status === 500).toBe(applies);
  });

  it('survives a restart, as do orders and calls', async () => {
    await post();
    await inject({ kind: 'status', status: 500, times: 3 });
    await sap.get('');
    const [state, calls] = [await sap.control('GET', 'state'), await sap.control('GET', 'calls')];

    await sap.restart();

    expect((await sap.control('GET', 'state')).json).toEqual(state.json);
    expect((await sap.control('GET', 'calls')).json).toEqual(calls.json);
    expect((await sap.control('GET', 'faults')).json).toMatchObject([{ status: 500, times: 2 }]);
  });

  it('is removed by DELETE', async () => {
    await inject({ kind: 'drop-before', times: 9 });
    expect((await sap.control('DELETE', 'faults')).status).toBe(204);
    expect((await sap.get('')).status).toBe(200);
  });

  it.each([
    [[{ kind: 'explode' }], '0.kind'],
    [[{ kind: 'drop-before' }, { kind: 'status' }], '1.status'],
    [[{ kind: 'slow', ms: '5' }], '0.ms'],
    [[{ kind: 'garbage', times: 0 }], '0.times'],
    [[{ kind: 'garbage', match: { verb: 'GET' } }], '0.match'],
    [{ kind: 'garbage' }, ''],
  ])('is rejected by field in the form %j, and none is added', async (body, path) => {
    const { status, json } = await sap.control('POST', 'faults', body);
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ path }]);
    expect((await sap.control('GET', 'faults')).json).toEqual([]);
  });
});

describe('the control API', () => {
  it("lists the calls of the vendor's API, without its own", async () => {
    await sap.get('PurchaseOrder?$top=1');
    expect((await sap.control('GET', 'calls')).json.at(-1)).toEqual({
      method: 'GET',
      path: `${ROOT}PurchaseOrder?$top=1`,
      status: 200,
      time: new Date(sap.now).toISOString(),
    });
  });

  it('shows everything that the simulator holds', async () => {
    await post();
    const { json } = await sap.control('GET', 'state');
    expect(json.purchaseOrders[0]._PurchaseOrderItem[0]).toMatchObject({
      _PurOrdAccountAssignment: [{ CostCenter: 'CCITEUS' }],
      _PurchaseOrderScheduleLineTP: [{ ScheduleLine: '1' }],
      _PurchaseOrderItemNote: [],
    });
    expect(json.suppliers).toHaveLength(5);
    expect(json.costCenters.map(({ CostCenter }: { CostCenter: string }) => CostCenter)).toContain('CCITINFRA');
  });

  it('resets to the initial state', async () => {
    await post();
    await inject({ kind: 'drop-before' });
    expect((await sap.control('POST', 'reset')).status).toBe(204);
    expect(await storedOrders()).toEqual([]);
    expect((await sap.control('GET', 'calls')).json).toEqual([]);
    expect((await sap.control('GET', 'faults')).json).toEqual([]);
  });

  it('rejects unknown paths and methods, and bodies that are not JSON', async () => {
    expect((await sap.control('GET', 'nothing')).status).toBe(404);
    expect((await sap.control('PUT', 'faults')).status).toBe(405);
    expect((await sap.control('POST', 'faults', '[')).status).toBe(400);
    expect((await request('GET', sap.url.replace('/sap', '/nobody/x'), undefined, {})).status).toBe(404);
  });
});
