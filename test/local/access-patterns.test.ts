import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, create, dock, ordered, PATH, provisionOrganization, syncState } from './support/requests.ts';

/** A hub of its own: the units of a list depend on what is in the table, and the meter counts all calls. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

interface Units {
  readonly reads: number;
  readonly writes: number;
}

/** What a function's calls consumed of the table during `work`, by the meter. */
async function unitsOf(name: string, work: () => Promise<unknown>): Promise<Units> {
  await hub.admin('POST', '/meter/reset');
  await work();
  const { body } = await hub.admin('GET', '/meter');
  const actions: Record<string, number>[] = Object.values(body[`procurement-hub-dev-${name}`]?.dynamodb ?? {});
  const sum = (unit: string) => actions.reduce((total, usage) => total + (usage[unit] ?? 0), 0);
  return { reads: sum('readUnits'), writes: sum('writeUnits') };
}

function routeUnits(
  method: string,
  path: string,
  { as = 'requester', body }: { as?: 'requester' | 'approver' | 'admin'; body?: object } = {},
) {
  const token = hub.info.tokens[as];
  const isManagement = /^\/v1\/(?!erp\/)|\/erp\/budgets\/./.test(path);
  const name = isManagement ? 'management' : 'api';
  return unitsOf(name, () => hub.api(method, path, { token, body }));
}

/** What an execution environment remembers of the configuration costs nothing, so the reads are one of these. */
async function expectUnits(work: Promise<Units>, reads: readonly number[], writes: number): Promise<void> {
  const units = await work;
  expect(reads).toContain(units.reads);
  expect(units.writes).toBe(writes);
}

async function orderOf(id: string): Promise<string> {
  return (await hub.api('GET', `${PATH}/${id}/sync`)).body.purchase_order.id;
}

/** Until the consumer has logged that so many of an order's events are done, so that it makes no further call. */
function handled(order: string, event: string, times = 1): Promise<unknown> {
  const isIt = (line: string) => line.includes(`:${order}:`) && line.includes(event) && line.includes('"done"');
  return eventually(() => hub.logs('sync-sap').filter(isIt).length >= times);
}

/** A request of which SAP has the order. */
async function orderedRequest(): Promise<{ readonly id: string; readonly order: string }> {
  const id = await create(hub);
  await approve(hub, id);
  await ordered(hub, id);
  const order = await orderOf(id);
  await handled(order, 'order.created');
  return { id, order };
}

describe('the units of core/store/access-patterns.md', () => {
  it('are what the routes of requests and lists consume', async () => {
    const draft = { ...dock, submit: false };
    const id = await create(hub, draft);
    const path = `${PATH}/${id}`;
    expect(await routeUnits('GET', path)).toEqual({ reads: 1, writes: 0 });
    expect(await routeUnits('GET', `${path}/sync`)).toEqual({ reads: 1, writes: 0 });
    expect(await routeUnits('GET', PATH)).toEqual({ reads: 1.5, writes: 0 });
    expect(await routeUnits('GET', '/v1/erp/budgets')).toEqual({ reads: 1, writes: 0 });
    expect(await routeUnits('GET', '/v1/erp/vendors')).toEqual({ reads: 0.5, writes: 0 });
    await expectUnits(routeUnits('POST', PATH, { body: draft }), [0, 1], 4);
    const forTicket = { ...draft, ticket_id: 'tkt_1' };
    await expectUnits(routeUnits('POST', PATH, { body: forTicket }), [2.5, 3.5], 10);
    expect(await routeUnits('PATCH', path, { body: { title: 'Docks' } })).toEqual({ reads: 1, writes: 1 });
    expect(await routeUnits('POST', `${path}/submit`)).toEqual({ reads: 1, writes: 3 });
    await expectUnits(routeUnits('POST', PATH, { body: dock }), [0, 1], 4);
    const reject = { as: 'approver' as const, body: { reason: 'No' } };
    expect(await routeUnits('POST', `${PATH}/${await create(hub)}/reject`, reject)).toEqual({ reads: 1, writes: 3 });
    const other = await create(hub, draft);
    expect(await routeUnits('POST', `${PATH}/${other}/cancel`)).toEqual({ reads: 1, writes: 3 });
  });

  it('are what tickets and costs consume, and what arrives for a manual request', async () => {
    const org = 'org_units';
    await provisionOrganization(hub, org);
    const token = await hub.token({ user: 'usr_boss', org, roles: 'procurement_approver' });
    const requester = await hub.token({ user: 'usr_a', org, roles: 'procurement_requester' });
    const units = (method: string, path: string, body?: object) =>
      unitsOf('api', () => hub.api(method, path, { token, ...(body && { body }) }));
    const ticket = { cost_center: dock.cost_center, budget_code: 'B', project: 'P' };
    await expectUnits(units('PUT', '/v1/erp/tickets/tkt_1', ticket), [0, 0.5, 1], 1);
    expect(await units('GET', '/v1/erp/tickets/tkt_1')).toEqual({ reads: 1, writes: 0 });
    const { body } = await hub.api('POST', PATH, { token: requester, body: { ...dock, ticket_id: 'tkt_1' } });
    const path = `${PATH}/${body.id}`;
    // The entries, the index, and the request that is pending.
    expect(await units('GET', '/v1/erp/costs?group_by=ticket')).toEqual({ reads: 2.5, writes: 0 });
    await expectUnits(units('POST', `${path}/approve`), [2, 2.5], 10);
    expect(await units('GET', '/v1/erp/costs?group_by=ticket')).toEqual({ reads: 1.5, writes: 0 });
    expect(await units('POST', `${path}/order`, { po_number: '1' })).toEqual({ reads: 1.5, writes: 10 });
    expect(await units('POST', `${path}/receive`, {})).toEqual({ reads: 2, writes: 12 });
    expect(await units('GET', '/v1/erp/tickets/tkt_1/timeline')).toEqual({ reads: 3, writes: 0 });
  });

  it('are what the routes of orders and syncs consume', async () => {
    const id = await create(hub);
    await expectUnits(
      unitsOf('api', () => approve(hub, id)),
      // With the supplier that the vendor is, unless it is remembered, and its list of orders.
      [5.5, 6, 6.5],
      24,
    );
    await ordered(hub, id);
    const order = await orderOf(id);
    const job = (await syncState(hub, id)).sync_job_id;
    expect(await routeUnits('GET', `${PATH}/${id}/sync`)).toEqual({ reads: 2, writes: 0 });
    expect(await routeUnits('GET', `/v1/erp/purchase-orders/${order}`)).toEqual({ reads: 1, writes: 0 });
    expect(await routeUnits('GET', `/v1/erp/sync/${job}`)).toEqual({ reads: 2, writes: 0 });
    await handled(order, 'order.created');
    const orderPath = `/v1/erp/purchase-orders/${order}`;
    // The history's third entry makes the request larger than 1 KB: one unit more, which the transaction doubles.
    const body = { lines: [{ id: '1', quantity: 2 }] };
    expect(await routeUnits('PATCH', orderPath, { as: 'approver', body })).toEqual({ reads: 2.5, writes: 14 + 2 });
    await handled(order, 'order.changed');
    const late = { expected_delivery: '2027-02-01' };
    expect(await routeUnits('PATCH', orderPath, { as: 'approver', body: late })).toEqual({
      reads: 2.5,
      writes: 10 + 2,
    });
    await handled(order, 'order.changed', 2);
    const { id: other, order: otherOrder } = await orderedRequest();
    expect(await routeUnits('POST', `${PATH}/${other}/cancel`, { as: 'admin' })).toEqual({
      reads: 2,
      writes: 18 + 2 + 4,
    });
    await handled(otherOrder, 'order.cancelled');
  });

  it('are what a consumer needs to create an order, to change it and to cancel it', async () => {
    const units = (work: () => Promise<unknown>) => unitsOf('sync-sap', work);
    expect(await units(orderedRequest)).toEqual({ reads: 9, writes: 19 });
    const { id, order } = await orderedRequest();
    const { admin, approver } = hub.info.tokens;
    const change = async () => {
      await hub.api('PATCH', `/v1/erp/purchase-orders/${order}`, {
        token: approver,
        body: { lines: [{ id: '1', quantity: 2 }] },
      });
      await handled(order, 'order.changed');
    };
    const cancel = async () => {
      await hub.api('POST', `${PATH}/${id}/cancel`, { token: admin });
      await handled(order, 'order.cancelled');
    };
    expect(await units(change)).toEqual({ reads: 4, writes: 6 });
    expect(await units(cancel)).toEqual({ reads: 4, writes: 6 });
  });

  it('are what the setting up of an organization and its integrations consumes', async () => {
    const as = 'admin';
    const { org_id: _, ...organization } = (await hub.api('GET', '/v1/organization', { token: hub.info.tokens.admin }))
      .body;
    const { settings } = (await hub.api('GET', '/v1/integrations/sap', { token: hub.info.tokens.admin })).body;
    const put = (path: string, body: object) => routeUnits('PUT', path, { as, body });
    expect(await routeUnits('GET', '/v1/organization', { as })).toEqual({ reads: 1, writes: 0 });
    expect(await put('/v1/organization', organization)).toEqual({ reads: 1, writes: 1 });
    expect(await routeUnits('GET', '/v1/integrations', { as })).toEqual({ reads: 2, writes: 0 });
    expect(await put('/v1/integrations/sap', { enabled: true, settings })).toEqual({ reads: 2, writes: 4 });
    const mappings = '/v1/integrations/sap/mappings';
    expect(await routeUnits('GET', mappings, { as })).toEqual({ reads: 1, writes: 0 });
    const value = 'CCITEUS';
    expect(await put(`${mappings}/cost_center/${dock.cost_center}`, { value })).toEqual({ reads: 0.5, writes: 1 });
    expect(await routeUnits('DELETE', `${mappings}/item/none`, { as })).toEqual({ reads: 0, writes: 1 });
  });

  it('are what operators and the sweep consume', async () => {
    const integration = '/v1/integrations/sap';
    const rejection = { match: { method: 'POST', path: '/PurchaseOrder' }, kind: 'status', status: 400, times: 3 };
    await hub.sap('POST', '/faults', [rejection]);
    const ids = [await create(hub), await create(hub), await create(hub)];
    for (const id of ids) await approve(hub, id);
    for (const id of ids) await eventually(async () => (await syncState(hub, id)).status === 'failed');
    // SAP accepts nothing meanwhile, so that each stays where it is.
    await hub.sap('POST', '/faults', [{ match: {}, kind: 'status', status: 429, headers: { 'Retry-After': '600' } }]);

    const [first, second] = ids.map((id) => `${PATH}/${id}/sync`);
    const link = { partner: 'sap', document_id: '4500000000' };
    expect(await routeUnits('POST', `${first}/retry`, { as: 'admin' })).toEqual({ reads: 2, writes: 4 });
    expect(await routeUnits('POST', `${second}/link`, { as: 'admin', body: link })).toEqual({ reads: 2, writes: 4 });
    expect(await routeUnits('POST', '/v1/sync/retry', { as: 'admin' })).toEqual({ reads: 1.5, writes: 4 });
    expect(await routeUnits('GET', `${integration}/health`, { as: 'admin' })).toEqual({ reads: 2.5, writes: 0 });
    expect(await routeUnits('POST', `${integration}/resume`, { as: 'admin' })).toEqual({ reads: 1, writes: 0 });
    expect(await unitsOf('sweep', () => hub.admin('POST', '/functions/sweep/invoke', {}))).toEqual({
      reads: 4,
      writes: 0,
    });
  });
});
