import { beforeEach, describe, expect, it } from '@jest/globals';
import { saveCostCenter, saveOrganization } from '../../../../core/store/organizations.ts';
import { loadRequest } from '../../../../core/store/requests.ts';
import { commit } from '../../../../core/store/write.ts';
import { createRequest } from '../../../../functions/api/routes/create-request.ts';
import { getRequest } from '../../../../functions/api/routes/get-request.ts';
import { updateRequest } from '../../../../functions/api/routes/update-request.ts';
import { REQUESTER_CLAIMS } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { givenSupplier } from '../../support/supplier-products.ts';
import { callerOf } from '../management/support.ts';

const hub = hubTable();
const NOW = 1_795_305_600_000;
const call = callerOf(
  () => hub.table,
  () => [createRequest(hub.table), updateRequest(hub.table), getRequest(hub.table)],
  () => NOW,
);
const { org_id } = REQUESTER_CLAIMS;
const CREATE = 'POST /v1/erp/procurement';
const item = { supplier_id: 'SUP-1', sku: 'LAT-5550', quantity: 2 };
const request = { type: 'hardware', title: 'Laptops', cost_center: 'CC-IT', items: [item] };
const dock = { name: 'Dock', sku: 'WD22', quantity: 1, unit_cost: 279.01, currency: 'USD' };

const create = (body: object) => call(CREATE, { body });
const patch = (id: string, body: object) => call('PATCH /v1/erp/procurement/{id}', { params: { id }, body });

beforeEach(async () => {
  const rules = {
    allow_self_approval: false,
    budget_policy: 'warn',
    fiscal_year_start_month: 1,
    receive_on_shipment: false,
  } as const;
  await commit(hub.table, [
    saveOrganization({ org_id, name: 'One', default_approver_id: 'usr_2', ...rules, version: 1, routes: [] }),
    saveCostCenter({ org_id, code: 'CC-IT', name: 'IT', approver_id: null }),
  ]);
});

describe("a request for a supplier's product", () => {
  beforeEach(() => givenSupplier(hub.table));

  it('is what the contract says, to the vendor that the supplier is', async () => {
    const { status, body } = await create(request);
    expect([status, body]).toMatchObject([
      201,
      {
        items: [{ name: 'Dell Latitude 5550 Laptop', sku: 'LAT-5550', quantity: 2, unit_cost: 1429, currency: 'USD' }],
        total_cost: 2858,
        vendor: 'Dell Technologies',
        supplier_id: 'SUP-1',
      },
    ]);
    const { supplier_id, items } = await loadRequest(hub.table, org_id, body.id);
    expect([supplier_id, items]).toMatchObject(['SUP-1', [{ mpn: 'MPN-5550', unit: 'Each', contract_number: 'C-1' }]]);
  });

  it('is changed by sending its items again as they are shown', async () => {
    const { body } = await create(request);
    const [shown] = body.items;
    const { status, body: changed } = await patch(body.id, { items: [{ ...shown, quantity: 3 }] });
    expect([status, changed.total_cost, changed.supplier_id]).toEqual([200, 4287, 'SUP-1']);
  });

  it.each([
    ['another price', { items: [{ ...item, unit_cost: 1400 }] }, 'items.0.unit_cost'],
    ['another currency', { items: [{ ...item, currency: 'EUR' }] }, 'items.0.currency'],
    ['an unknown product', { items: [item, { ...item, sku: 'X' }] }, 'items.1.sku'],
    ['an unknown supplier', { items: [{ ...item, supplier_id: 'SUP-2' }] }, 'items.0.supplier_id'],
    ['an item of nobody beside it', { items: [item, dock] }, 'items.1.supplier_id'],
    ['another vendor', { vendor: 'Hewlett Packard Enterprise' }, 'vendor'],
  ])('is rejected with %s, and nothing is written', async (_, changes, path) => {
    const { id } = (await create(request)).body;
    hub.actions.length = 0;
    for (const { status, body } of [await create({ ...request, ...changes }), await patch(id, changes)]) {
      expect([status, body.code, body.errors.map((error: { path: string }) => error.path)]).toEqual([
        422,
        'validation.failed',
        [path],
      ]);
    }
    expect(hub.actions.filter((action) => /Put|Update|Write/.test(action))).toEqual([]);
  });

  it('becomes an ordinary one by other items, and keeps its vendor', async () => {
    const { id } = (await create(request)).body;
    const { body } = await patch(id, { items: [dock] });
    expect([body.vendor, 'supplier_id' in body, body.total_cost]).toEqual(['Dell Technologies', false, 279.01]);
  });

  it('is what an ordinary one becomes, with an edit of items and vendor in its history', async () => {
    const { id } = (await create({ ...request, items: [dock], vendor: 'HPE' })).body;
    await patch(id, { items: [item] });
    const { body } = await call('GET /v1/erp/procurement/{id}', { params: { id } });
    expect([body.supplier_id, body.vendor]).toEqual(['SUP-1', 'Dell Technologies']);
    expect(body.approval_history).toMatchObject([{ action: 'edited', fields: ['items', 'vendor'] }]);
  });
});

describe('a supplier', () => {
  it('without vendor is the vendor by its own name', async () => {
    await givenSupplier(hub.table, { vendor_id: null });
    expect((await create(request)).body.vendor).toBe('Dell EMEA');
  });

  it('that is disabled sells nothing', async () => {
    await givenSupplier(hub.table, { enabled: false });
    expect((await create(request)).body.errors).toMatchObject([{ path: 'items.0.supplier_id' }]);
  });
});

describe('a request without supplier', () => {
  it('reads nothing for one, and is shown with the documented keys alone', async () => {
    await create({ ...request, items: [dock] });
    hub.actions.length = 0;
    const { body } = await create({ ...request, items: [dock] });
    // The organization once more, as no ERP takes the request (procurement-api 94).
    expect(hub.actions).toEqual(['GetItem', 'PutItem']);
    expect('supplier_id' in body).toBe(false);
    expect(Object.keys(body.items[0])).toEqual(['name', 'sku', 'quantity', 'unit_cost', 'currency']);
  });
});
