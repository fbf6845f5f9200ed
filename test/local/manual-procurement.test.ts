import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import type { HttpResponse } from './support/http.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { dock, PATH, provisionOrganization } from './support/requests.ts';

/** An organization without an ERP, of this suite's own. */
const ORG = 'org_manual';
const CENTER = dock.cost_center;
const YEAR = new Date().getUTCFullYear();
const order = {
  ...dock,
  items: [
    { name: 'Dock', sku: 'DELL-WD22TB4', quantity: 3, unit_cost: 279.01, currency: 'USD' },
    { name: 'Cable', sku: 'CABLE-2M', quantity: 10, unit_cost: 9.99, currency: 'USD' },
  ],
};
/** In cents. */
const TOTAL = 3 * 27_901 + 10 * 999;

let hub: TestHub;
let tokens: { readonly requester: string; readonly buyer: string; readonly admin: string; readonly other: string };
beforeAll(async () => {
  hub = await sharedHub();
  await provisionOrganization(hub, ORG, {
    cost_centers: [CENTER, 'CC-LAB'].map((code) => ({ code, name: code, approver_id: null })),
    people: [{ user_id: 'usr_guest', cost_center: 'CC-LAB', budget_code: 'BUD-LAB' }],
  });
  const token = (user: string, roles: string) => hub.token({ user, org: ORG, roles });
  tokens = {
    requester: await token('usr_a', 'procurement_requester'),
    other: await token('usr_b', 'procurement_requester'),
    buyer: await token('usr_c', 'procurement_approver'),
    admin: await token('usr_d', 'procurement_admin'),
  };
}, 60_000);

type As = keyof typeof tokens;
function api(as: As, method: string, path: string, body?: object, headers?: Record<string, string>) {
  return hub.api(method, path, { token: tokens[as], ...(body && { body }), ...(headers && { headers }) });
}
async function create(body: object): Promise<string> {
  const response = await api('requester', 'POST', PATH, body);
  expect(response).toMatchObject({ status: 201 });
  return response.body.id;
}
async function ok(response: Promise<HttpResponse>) {
  const { status, body } = await response;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}
/** What the cost center has committed and spent, in cents. */
async function moved(center = CENTER) {
  const { data } = await ok(api('requester', 'GET', `/v1/erp/budgets?cost_center=${center}`));
  return [data[0].committed, data[0].spent].map((amount) => Math.round(amount * 100));
}
async function refused(response: Promise<HttpResponse>) {
  const { status, body } = await response;
  return [status, body.code];
}

describe('a manual request', () => {
  it('goes from draft to received by API calls alone in two partial receipts, and its budget moves to the cent', async () => {
    const [committed = 0, spent = 0] = await moved();
    const id = await create({ ...order, submit: false });
    const path = `${PATH}/${id}`;
    const place = { po_number: '0815/A', expected_delivery: '2027-02-01', comment: 'By phone' };
    expect(await refused(api('buyer', 'POST', `${path}/order`, place))).toEqual([409, 'request.not_approved']);
    await ok(api('requester', 'POST', `${path}/submit`));
    await ok(api('buyer', 'POST', `${path}/approve`));
    expect(await refused(api('requester', 'POST', `${path}/receive`, {}))).toEqual([409, 'request.not_ordered']);
    expect(await refused(api('requester', 'POST', `${path}/order`, place))).toEqual([403, 'auth.role_missing']);
    expect(await ok(api('buyer', 'POST', `${path}/order`, place))).toMatchObject({
      id,
      status: 'ordered',
      purchase_order: {
        origin: 'request',
        procurement_id: id,
        status: 'ordered',
        erp_source: 'manual',
        erp_po_number: '0815/A',
        expected_delivery: '2027-02-01',
        open_value: TOTAL / 100,
      },
    });
    expect(await moved()).toEqual([committed + TOTAL, spent]);
    expect(await refused(api('buyer', 'POST', `${path}/order`, place))).toEqual([409, 'request.not_approved']);

    const part = { lines: [{ id: '1', quantity: 2 }], comment: 'One is missing' };
    expect(await refused(api('other', 'POST', `${path}/receive`, part))).toEqual([403, 'request.not_owner']);
    const seen = (await api('requester', 'GET', path)).headers.get('etag') ?? '';
    const first = await api('requester', 'POST', `${path}/receive`, part, { 'if-match': seen });
    expect(first).toMatchObject({
      status: 200,
      body: { id, status: 'ordered', purchase_order: { status: 'partially_received', received_value: 558.02 } },
    });
    expect(await moved()).toEqual([committed + TOTAL - 2 * 27_901, spent + 2 * 27_901]);
    // Who has not seen the first receipt does not record it again.
    const again = api('buyer', 'POST', `${path}/receive`, part, { 'if-match': seen });
    expect(await refused(again)).toEqual([412, 'request.version_mismatch']);
    const tooMany = { lines: [{ id: '1', quantity: 2 }] };
    expect(await refused(api('requester', 'POST', `${path}/receive`, tooMany))).toEqual([409, 'order.over_receipt']);

    expect(await ok(api('buyer', 'POST', `${path}/receive`, {}))).toMatchObject({
      status: 'received',
      purchase_order: { status: 'received', open_value: 0, received_value: TOTAL / 100 },
    });
    expect(await moved()).toEqual([committed, spent + TOTAL]);
    expect(await ok(api('requester', 'GET', path))).toMatchObject({
      status: 'received',
      erp_po_number: '0815/A',
      approval_history: [{ action: 'submitted' }, { action: 'approved' }, { action: 'ordered', comment: 'By phone' }],
    });
    expect(await refused(api('admin', 'POST', `${path}/cancel`))).toEqual([409, 'request.not_cancellable']);
    expect(await refused(hub.api('POST', `${path}/receive`, { body: {} }))).toEqual([404, 'request.not_found']);
  });

  it('that is received in part is closed by its cancellation, and what has arrived stays spent', async () => {
    const [committed = 0, spent = 0] = await moved();
    const id = await create(order);
    await ok(api('buyer', 'POST', `${PATH}/${id}/approve`));
    await ok(api('admin', 'POST', `${PATH}/${id}/order`, { po_number: '1' }));
    await ok(api('requester', 'POST', `${PATH}/${id}/receive`, { lines: [{ id: '2', quantity: 4 }] }));
    expect(await ok(api('admin', 'POST', `${PATH}/${id}/cancel`, { reason: 'Sold out' }))).toMatchObject({
      status: 'received',
    });
    expect(await moved()).toEqual([committed, spent + 4 * 999]);
  });
});

it('a request that an ERP fulfils is neither ordered nor received by hand', async () => {
  const { body } = await hub.api('POST', PATH, { body: dock });
  const { approver } = hub.info.tokens;
  for (const [verb, sent] of [
    ['order', { po_number: '1' }],
    ['receive', {}],
  ] as const) {
    expect(await refused(hub.api('POST', `${PATH}/${body.id}/${verb}`, { token: approver, body: sent }))).toEqual([
      409,
      'request.not_manual',
    ]);
  }
});

describe('a budget', () => {
  it('is created and changed by an administrator, in its currency', async () => {
    const path = `/v1/erp/budgets/${YEAR}/CC-LAB`;
    const budget = { annual_budget: 5000.5, currency: 'USD' };
    expect(await refused(api('buyer', 'PUT', path, budget))).toEqual([403, 'auth.role_missing']);
    expect(await refused(api('admin', 'PUT', `/v1/erp/budgets/${YEAR}/CC-NOBODY`, budget))).toEqual([
      422,
      'validation.failed',
    ]);
    expect(await refused(api('admin', 'PUT', '/v1/erp/budgets/next/CC-LAB', budget))).toEqual([
      422,
      'validation.failed',
    ]);
    const created = await api('admin', 'PUT', path, budget);
    expect(created).toMatchObject({
      status: 201,
      body: { fiscal_year: YEAR, cost_center: 'CC-LAB', remaining: 5000.5 },
    });
    const named = await api('admin', 'PUT', path, { ...budget, annual_budget: 6000, name: 'Laboratory' });
    expect(named).toMatchObject({ status: 200, body: { name: 'Laboratory', annual_budget: 6000 } });
    expect(await refused(api('admin', 'PUT', path, { ...budget, currency: 'EUR' }))).toEqual([
      409,
      'budget.currency_changed',
    ]);
    const { data } = await ok(api('requester', 'GET', '/v1/erp/budgets?cost_center=CC-LAB'));
    expect(data).toEqual([expect.objectContaining({ name: 'Laboratory', annual_budget: 6000, spent: 0 })]);
  });

  it('of a cost center that only another organization has is not listed', async () => {
    const { status, body } = await api('requester', 'GET', '/v1/erp/budgets?cost_center=CC-IT-DEV');
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ path: 'cost_center' })]]);
  });
});

describe('a ticket', () => {
  it('says what a request for it is charged to, follows it, and has its costs', async () => {
    const ticket = 'tkt_water';
    const path = `/v1/erp/tickets/${ticket}`;
    const { cost_center, budget_code, submit, ...bare } = { ...order, ticket_id: ticket, budget_code: undefined };
    const missing = await api('requester', 'POST', PATH, bare);
    expect([missing.status, missing.body.errors]).toEqual([
      422,
      [{ path: 'cost_center', message: expect.stringContaining('PUT it on the ticket') }],
    ]);
    const context = { cost_center: 'CC-LAB', project: 'PRJ-7', requester_id: 'usr_guest', assets: ['ast_1'] };
    expect(await refused(api('requester', 'PUT', path, { cost_center: 'CC-NOBODY' }))).toEqual([
      422,
      'validation.failed',
    ]);
    expect(await refused(api('requester', 'GET', path))).toEqual([404, 'ticket.not_found']);
    await ok(api('requester', 'PUT', path, context));
    expect(await ok(api('other', 'GET', path))).toMatchObject({ id: ticket, ...context, budget_code: null });
    expect(await refused(hub.api('GET', path))).toEqual([404, 'ticket.not_found']);
    await api('admin', 'PUT', `/v1/erp/budgets/${YEAR}/CC-LAB`, { annual_budget: 6000, currency: 'USD' });

    const before = await moved('CC-LAB');
    const created = await ok(api('requester', 'POST', PATH, { ...bare, submit: true }));
    expect(created).toMatchObject({ cost_center: 'CC-LAB', budget_code: 'BUD-LAB', project: 'PRJ-7' });
    const costs = async (query: string) => (await ok(api('requester', 'GET', `/v1/erp/costs?${query}`))).data;
    const ofTicket = async () => (await costs('group_by=ticket')).find(({ key }: { key: string }) => key === ticket);
    const row = { key: ticket, currency: 'USD', requests: 1, requested: 0, committed: 0, spent: 0 };
    // What is requested comes from an index.
    await eventually(async () => {
      expect(await ofTicket()).toEqual({ ...row, requested: TOTAL / 100 });
      return true;
    });

    await ok(api('buyer', 'POST', `${PATH}/${created.id}/approve`));
    expect(await ofTicket()).toEqual({ ...row, committed: TOTAL / 100 });
    await ok(api('buyer', 'POST', `${PATH}/${created.id}/order`, { po_number: '7' }));
    await ok(api('requester', 'POST', `${PATH}/${created.id}/receive`, { lines: [{ id: '1', quantity: 1 }] }));
    expect(await ofTicket()).toEqual({ ...row, committed: (TOTAL - 27_901) / 100, spent: 279.01 });
    const project = { ...row, key: 'PRJ-7', committed: (TOTAL - 27_901) / 100, spent: 279.01 };
    expect(await costs(`group_by=project&fiscal_year=${YEAR}`)).toContainEqual(project);
    expect(await costs(`group_by=project&fiscal_year=${YEAR - 1}`)).toEqual([]);
    const [committed = 0, spent = 0] = before;
    expect(await moved('CC-LAB')).toEqual([committed + TOTAL - 27_901, spent + 27_901]);
    // By whatever they are grouped, the costs are what the budgets have.
    const centers = [await moved(), await moved('CC-LAB')];
    for (const group of ['ticket', 'project', 'cost_center', 'budget_code', 'vendor']) {
      const rows: { committed: number; spent: number }[] = await costs(`group_by=${group}`);
      const sum = (of: (one: (typeof rows)[number]) => number) =>
        Math.round(100 * rows.reduce((total, one) => total + of(one), 0));
      expect([sum((one) => one.committed), sum((one) => one.spent)]).toEqual([
        centers.reduce((total, [amount = 0]) => total + amount, 0),
        centers.reduce((total, [, amount = 0]) => total + amount, 0),
      ]);
    }
    expect(await refused(api('requester', 'GET', '/v1/erp/costs?group_by=color'))).toEqual([422, 'validation.failed']);

    const rejected = await create({ ...bare, submit: true });
    await ok(api('buyer', 'POST', `${PATH}/${rejected}/reject`, { reason: 'Not again' }));
    expect(await ofTicket()).toMatchObject({ requests: 1, requested: 0 });

    // Both may have entries of the same second.
    const { data } = await ok(api('requester', 'GET', `${path}/timeline`));
    const stepsOf = (id: string): string[][] =>
      data
        .filter((entry: { procurement_id: string }) => entry.procurement_id === id)
        .map(({ action, by }: { action: string; by: string }) => [action, by]);
    expect(stepsOf(created.id)).toEqual([
      ['procurement_requested', 'usr_a'],
      ['submitted', 'usr_a'],
      ['approved', 'usr_c'],
      ['ordered', 'usr_c'],
      ['partially_received', 'usr_a'],
    ]);
    expect(stepsOf(rejected)).toEqual([
      ['procurement_requested', 'usr_a'],
      ['submitted', 'usr_a'],
      ['rejected', 'usr_c'],
    ]);
  });
});
