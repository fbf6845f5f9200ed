import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import {
  approve,
  committedCents,
  create,
  dock,
  get,
  jetbrainsLicenses,
  ordered,
  PATH,
  provisionOrganization,
  rackServer,
  sapOrders,
} from './support/requests.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
}, 60_000);

describe('the procurement API’s examples', () => {
  it('return a created request with its total, and add it to the ticket’s timeline', async () => {
    const { status, body } = await hub.api('POST', PATH, { body: rackServer });
    const { submit, ...sent } = rackServer;
    expect(status).toBe(201);
    expect(body).toEqual({
      ...sent,
      id: expect.stringMatching(/^proc_[0-9A-Za-z]{14}$/),
      status: 'pending_approval',
      requester_id: 'usr_2kNpL7mS9wYr',
      approver_id: 'usr_3kPmN8rT2wXq',
      total_cost: 12056,
      currency: 'USD',
      erp_source: 'sap_s4hana',
      erp_po_number: null,
      created_at: expect.any(Number),
      updated_at: body.created_at,
      org_id: 'org_5jHtK4pR8uWn',
    });
    const timeline = await hub.api('GET', '/v1/erp/tickets/tkt_6jHtK4pR8uWn/timeline');
    expect(timeline.body.data).toContainEqual({
      ticket_id: 'tkt_6jHtK4pR8uWn',
      action: 'procurement_requested',
      procurement_id: body.id,
      by: 'usr_2kNpL7mS9wYr',
      at: body.created_at,
    });
    expect(Math.abs(body.created_at - Date.now() / 1000)).toBeLessThan(60);
  });

  it('replace the items in an update, and return the documented keys', async () => {
    const id = await create(hub, jetbrainsLicenses);
    const [item] = jetbrainsLicenses.items;
    const changes = {
      items: [{ ...item, quantity: 10 }],
      description: 'Annual license renewal for platform engineering and QA teams — increased to 10 seats.',
    };
    const { status, body } = await hub.api('PATCH', `${PATH}/${id}`, { body: changes });
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      type: 'software_license',
      status: 'pending_approval',
      title: 'JetBrains IntelliJ IDEA Licenses',
      ...changes,
      total_cost: 5990,
      currency: 'USD',
      vendor: 'JetBrains',
      erp_source: 'sap_s4hana',
      erp_po_number: null,
      cost_center: 'CC-IT-DEV',
      budget_code: 'BUD-2026-SW-Q1',
      expected_delivery: '2026-03-01',
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
      org_id: 'org_5jHtK4pR8uWn',
    });
  });

  it('queue a sync on approval, which makes the request an order that SAP holds exactly', async () => {
    const id = await create(hub, rackServer);
    const before = await committedCents(hub, 'CC-IT-INFRA');
    const comment = 'Approved — within quarterly hardware budget. Expedite delivery if possible.';
    const { status, body } = await approve(hub, id, { comment });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id,
        status: 'approved',
        approved_by: 'usr_3kPmN8rT2wXq',
        approved_at: expect.any(Number),
        comment,
        erp_sync_status: 'queued',
        erp_sync_job_id: expect.stringMatching(/^sync_[0-9A-Za-z]{12}$/),
      },
    });
    const job = `/v1/erp/sync/${body.erp_sync_job_id}`;
    expect(await hub.api('GET', job)).toMatchObject({ status: 200, body: { procurement_id: id } });
    expect(await committedCents(hub, 'CC-IT-INFRA')).toBe(before + 1_205_600);

    const request = await ordered(hub, id, { deadline: 2000 });
    expect(request).toMatchObject({
      erp_po_number: expect.stringMatching(/^PO-45\d{8}$/),
      approval_history: [
        { action: 'submitted', by: 'usr_2kNpL7mS9wYr', at: request.created_at, comment: null },
        { action: 'approved', by: 'usr_3kPmN8rT2wXq', at: body.approved_at, comment },
      ],
    });
    const orders = (await sapOrders(hub)).filter(
      ({ PurchaseOrder }) => `PO-${PurchaseOrder}` === request.erp_po_number,
    );
    expect(orders).toHaveLength(1);
    expect(orders[0]).toMatchObject({
      Supplier: '17300002',
      CompanyCode: '1010',
      DocumentCurrency: 'USD',
      CorrespncExternalReference: expect.stringMatching(/^[A-Z2-7]{12}$/),
    });
    expect(
      orders[0]._PurchaseOrderItem.map((item: Record<string, unknown>) => [
        item.PurchaseOrderItem,
        item.OrderQuantity,
        item.NetPriceAmount,
        item.SupplierMaterialNumber,
        (item._PurOrdAccountAssignment as { CostCenter: string }[])[0]?.CostCenter,
      ]),
    ).toEqual([
      ['10', 1, 8750, 'HPE-DL380-G11-2P', 'CCITINFRA'],
      ['20', 4, 189, 'HPE-DDR5-32G-RD', 'CCITINFRA'],
      ['30', 6, 425, 'HPE-SSD-192T-SAS', 'CCITINFRA'],
    ]);
    expect((await hub.api('GET', job)).body).toMatchObject({ status: 'synced', procurement_id: id });
    expect(await committedCents(hub, 'CC-IT-INFRA')).toBe(before + 1_205_600);
  });

  it('cancel a rejected request with its reason', async () => {
    const id = await create(hub, jetbrainsLicenses);
    const before = await committedCents(hub, 'CC-IT-DEV');
    const reason = 'Exceeds quarterly software budget. Please reduce seat count to 5 and resubmit, or defer to Q2.';
    const response = await hub.api('POST', `${PATH}/${id}/reject`, {
      token: hub.info.tokens.approver,
      body: { reason },
    });
    expect(response).toMatchObject({
      status: 200,
      body: { id, status: 'cancelled', rejected_by: 'usr_3kPmN8rT2wXq', rejected_at: expect.any(Number), reason },
    });
    expect(await committedCents(hub, 'CC-IT-DEV')).toBe(before);
  });

  it('list the documented vendors and budgets', async () => {
    const vendors = (await hub.api('GET', '/v1/erp/vendors')).body.data;
    expect(vendors.map(({ name }: { name: string }) => name)).toEqual([
      'Dell Technologies',
      'Hewlett Packard Enterprise',
      'JetBrains',
      'Microsoft',
    ]);
    expect(vendors[2]).toEqual({
      id: 'vnd_9pRtH5jN2cEm',
      name: 'JetBrains',
      status: 'active',
      tier: 'approved',
      website: 'https://www.jetbrains.com',
      primary_contact_name: 'License Manager',
      primary_contact_email: 'sales@jetbrains.com',
      categories: ['software_license'],
      contract_expires_at: 1740960000,
      tags: ['software', 'development-tools', 'licensing'],
    });
    const { body } = await hub.api('GET', '/v1/erp/budgets?cost_center=CC-IT-OPS&fiscal_year=2026');
    expect(body).toEqual({
      fiscal_year: 2026,
      data: [
        {
          cost_center: 'CC-IT-OPS',
          name: 'IT Operations',
          annual_budget: 240000,
          spent: 38420,
          committed: 4200,
          remaining: 197380,
          utilization_percent: 17.76,
          currency: 'USD',
        },
      ],
    });
  });
});

describe('a draft', () => {
  it('is submitted by its own route, once', async () => {
    const id = await create(hub, { ...dock, submit: false });
    expect((await get(hub, id)).status).toBe('draft');
    expect(await approve(hub, id)).toMatchObject({ status: 409, body: { code: 'request.not_pending' } });
    expect(await hub.api('POST', `${PATH}/${id}/submit`)).toMatchObject({
      status: 200,
      body: { status: 'pending_approval' },
    });
    expect((await get(hub, id)).approval_history).toMatchObject([{ action: 'submitted' }]);
    expect(await hub.api('POST', `${PATH}/${id}/submit`)).toMatchObject({
      status: 409,
      body: { code: 'request.not_draft' },
    });
  });
});

describe('an organization without an ERP', () => {
  it('approves without a sync, and its requests are not found by other organizations', async () => {
    const org = 'org_9zYxW8vU7tSr';
    const [requester, approver] = await Promise.all([
      hub.token({ user: 'usr_a', org, roles: 'procurement_requester' }),
      hub.token({ user: 'usr_b', org, roles: 'procurement_approver' }),
    ]);
    const { body: created } = await hub.api('POST', PATH, { token: requester, body: dock });
    expect(created).toMatchObject({ erp_source: 'manual', org_id: org });
    const response = await hub.api('POST', `${PATH}/${created.id}/approve`, { token: approver });
    expect(response).toMatchObject({ status: 200, body: { erp_sync_status: 'not_required', erp_sync_job_id: null } });
    expect((await hub.api('GET', `${PATH}/${created.id}/sync`, { token: approver })).body.data).toEqual([]);
    const notFound = { status: 404, body: { code: 'request.not_found' } };
    for (const path of [created.id, `${created.id}/sync`]) {
      expect(await hub.api('GET', `${PATH}/${path}`)).toMatchObject(notFound);
    }
    expect(await approve(hub, created.id)).toMatchObject({ status: 404 });
  });
});

describe('an approver', () => {
  it('decides on the version that they have read', async () => {
    const id = await create(hub);
    const { headers } = await hub.api('GET', `${PATH}/${id}`);
    const ifMatch = { token: hub.info.tokens.approver, headers: { 'if-match': headers.get('etag') ?? '' } };
    expect(headers.get('etag')).toBe('"1"');
    const patched = await hub.api('PATCH', `${PATH}/${id}`, { body: { title: 'Ten docks' } });
    expect(patched.headers.get('etag')).toBe('"2"');
    for (const [verb, body] of [
      ['approve', {}],
      ['reject', { reason: 'Too many' }],
    ] as const) {
      const response = await hub.api('POST', `${PATH}/${id}/${verb}`, { ...ifMatch, body });
      expect(response).toMatchObject({ status: 412, body: { code: 'request.version_mismatch', current_version: 2 } });
      expect(response.headers.get('etag')).toBe('"2"');
    }
    const current = { token: hub.info.tokens.approver, headers: { 'if-match': '"2"' } };
    expect(await hub.api('POST', `${PATH}/${id}/approve`, current)).toMatchObject({ status: 200 });
  });

  it('is one of several that decide on the same version; the others read which one it is now', async () => {
    const id = await create(hub);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        hub.api('PATCH', `${PATH}/${id}`, { body: { title: `Docks ${n}` }, headers: { 'if-match': '"1"' } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect(answers.map(({ headers }) => headers.get('etag'))).toEqual(Array(6).fill('"2"'));
  });

  it('does not approve what they have edited', async () => {
    const id = await create(hub);
    const token = hub.info.tokens.approver;
    expect(await hub.api('PATCH', `${PATH}/${id}`, { token, body: { title: 'A better dock' } })).toMatchObject({
      status: 200,
    });
    expect(await approve(hub, id)).toMatchObject({ status: 403, body: { code: 'request.self_approval' } });
    expect((await get(hub, id)).approval_history).toMatchObject([
      { action: 'submitted' },
      { action: 'edited', by: 'usr_3kPmN8rT2wXq', fields: ['title'] },
    ]);
  });

  it('does not exceed the budget of an organization that forbids it, however many approve at once', async () => {
    const org = 'org_frugal';
    await provisionOrganization(hub, org, { budget_policy: 'block' });
    const token = await hub.token({ user: 'usr_a', org, roles: 'procurement_requester' });
    const approver = await hub.token({ user: 'usr_boss', org, roles: 'procurement_approver' });
    const [item] = dock.items;
    // The budget is 100,000.
    const body = { ...dock, items: [{ ...item, unit_cost: 30_000 }] };
    const ids = await Promise.all(
      Array.from({ length: 6 }, async () => (await hub.api('POST', PATH, { token, body })).body.id),
    );
    const statuses = await Promise.all(
      ids.map(async (id) => (await hub.api('POST', `${PATH}/${id}/approve`, { token: approver })).status),
    );
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(3);
    for (const id of ids) await hub.api('POST', `${PATH}/${id}/approve`, { token: approver });
    const [budget] = (await hub.api('GET', '/v1/erp/budgets', { token: approver })).body.data;
    expect(budget).toMatchObject({ committed: 90_000, remaining: 10_000 });
    const pending = await eventually(async () => {
      const { data } = (await hub.api('GET', `${PATH}?status=pending_approval`, { token: approver })).body;
      return data.length === 3 && data;
    });
    expect(await hub.api('POST', `${PATH}/${pending[0].id}/approve`, { token: approver })).toMatchObject({
      status: 409,
      body: { code: 'budget.exceeded', detail: expect.stringContaining('10000 USD left') },
    });
  });
});
