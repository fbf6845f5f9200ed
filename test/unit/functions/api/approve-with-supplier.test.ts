import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import type { Supplier } from '../../../../core/domain/supplier.ts';
import { authenticateJwt } from '../../../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../../../core/runtime/http/handler.ts';
import { problemResponse } from '../../../../core/runtime/http/problem.ts';
import { saveMapping } from '../../../../core/store/mappings.ts';
import { saveOrganization } from '../../../../core/store/organizations.ts';
import { loadOrder } from '../../../../core/store/purchase-orders.ts';
import { loadRequest, saveNewRequest } from '../../../../core/store/requests.ts';
import { saveNextProduct } from '../../../../core/store/supplier-products.ts';
import { supplierItem, supplierVendorItem } from '../../../../core/store/suppliers.ts';
import { saveVendor } from '../../../../core/store/vendors.ts';
import { commit, replaceItem } from '../../../../core/store/write.ts';
import { approveRequest } from '../../../../functions/api/routes/approve-request.ts';
import { orderRequest } from '../../../../functions/api/routes/order-request.ts';
import { httpEvent } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { invocation } from '../../support/invocation.ts';
import { aVendor, laptopReplacement } from '../../support/requests.ts';
import { aSupplier } from '../../support/supplier-documents.ts';
import { aContract, aProduct } from '../../support/supplier-products.ts';

const hub = hubTable();
const { org_id, id } = laptopReplacement;
const claims = { sub: 'usr_3kPmN8rT2wXq', org_id, roles: '[procurement_approver]' };

async function call(route: 'approve' | 'order', body: object = {}) {
  const routes = {
    'POST /v1/erp/procurement/{id}/approve': approveRequest(hub.table),
    'POST /v1/erp/procurement/{id}/order': orderRequest(hub.table),
  };
  const handler = createHttpHandler(routes, {
    table: hub.table,
    authenticate: authenticateJwt,
    problem: problemResponse,
    encode: encodeJson,
  });
  const event = httpEvent(`POST /v1/erp/procurement/{id}/${route}`, { claims, params: { id }, body });
  return JSON.parse((await handler(event, invocation())).body);
}

/** What the request is for, as the supplier sells it. */
const products = laptopReplacement.items.map(({ sku, unit_cost_minor }) => ({
  ...{ ...aProduct, supplier_id: aSupplier.supplier_id, sku },
  contract_agreement: { ...aContract, negotiated_price_minor: unit_cost_minor },
}));

async function given(request: Partial<ProcurementRequest>, supplier: Partial<Supplier> = {}): Promise<void> {
  const one = { ...aSupplier, ...supplier };
  await commit(hub.table, [
    saveNewRequest({ ...laptopReplacement, ...request }, 1),
    ...products.map(saveNextProduct),
    replaceItem(supplierItem(one)),
    ...(one.vendor_id === null ? [] : [replaceItem(supplierVendorItem(org_id, one.vendor_id, one.supplier_id))]),
  ]);
}

/** The order of the approved request; undefined without one. */
async function orderOf() {
  const { purchase_order_id } = await loadRequest(hub.table, org_id, id);
  return purchase_order_id === null ? undefined : (await loadOrder(hub.table, org_id, purchase_order_id)).order;
}

beforeEach(async () => {
  const by = { updated_at: 1, updated_by: 'usr_1' };
  const rules = { allow_self_approval: false, budget_policy: 'warn' as const, fiscal_year_start_month: 1 };
  const organization = { org_id, name: 'Northwind', default_approver_id: claims.sub, ...rules, version: 1 };
  const year = new Date().getUTCFullYear();
  const budget = { annual_minor: 1, spent_minor: 0, committed_minor: 0, hub_spent_minor: 0, currency: 'USD' };
  await commit(hub.table, [
    saveOrganization({ ...organization, receive_on_shipment: false, routes: [] }),
    saveVendor(org_id, { ...aVendor, erp_ids: { sap: '17300001' } }),
    saveMapping(org_id, 'sap', { kind: 'cost_center', key: laptopReplacement.cost_center, value: 'CCITEUS', ...by }),
    { put: { Item: { pk: `ORG#${org_id}#BUDGETS#${year}`, sk: laptopReplacement.cost_center, ...budget } } },
  ]);
});

describe('the approval of a request whose vendor is a supplier', () => {
  it('makes the order wait for the supplier', async () => {
    await given({});
    expect(await call('approve')).toMatchObject({ status: 'approved', erp_sync_status: 'queued' });
    expect(await orderOf()).toMatchObject({
      ...{ supplier_id: 'SUP-1001', awaits_acknowledgement: true, vendor_id: aVendor.id, destinations: ['sap'] },
    });
  });

  it.each<[string, Partial<Supplier>, object]>([
    ['one that posts no acknowledgements', { documents: ['shipment'] }, { supplier_id: 'SUP-1001' }],
    ['one that is disabled', { enabled: false }, { supplier_id: null }],
    ['another vendor', { vendor_id: 'vnd_2' }, { supplier_id: null }],
  ])('does not where it is %s', async (_, supplier, expected) => {
    await given({}, supplier);
    await call('approve');
    expect(await orderOf()).toMatchObject({ ...expected, awaits_acknowledgement: false });
  });

  it('takes the supplier that the items name, whatever its vendor', async () => {
    await given({ supplier_id: 'SUP-1001' }, { vendor_id: null });
    await call('approve');
    expect(await orderOf()).toMatchObject({ supplier_id: 'SUP-1001', vendor_id: aVendor.id });
  });

  it('takes the vendor that this supplier is, also where another has its name', async () => {
    await commit(hub.table, [saveVendor(org_id, { ...aVendor, id: 'vnd_9', erp_ids: { sap: '17300009' } })]);
    await given({ supplier_id: 'SUP-1001' }, { vendor_id: 'vnd_9' });
    await call('approve');
    expect(await orderOf()).toMatchObject({ supplier_id: 'SUP-1001', vendor_id: 'vnd_9' });
  });

  it('is refused where its price is not the contract’s any more, until its items are edited', async () => {
    await given({ supplier_id: 'SUP-1001' });
    const [first] = products;
    const contract_agreement = { ...aContract, negotiated_price_minor: 1 };
    await commit(hub.table, first ? [saveNextProduct({ ...first, contract_agreement, version: 2 })] : []);
    hub.actions.length = 0;
    expect(await call('approve')).toMatchObject({ status: 409, code: 'request.offer_changed' });
    expect(hub.actions).not.toContain('TransactWriteItems');
    await commit(hub.table, first ? [saveNextProduct({ ...first, version: 3 })] : []);
    expect(await call('approve')).toMatchObject({ status: 'approved' });
  });

  it('has its order at once without ERP, which no buyer places', async () => {
    await given({ erp_source: 'manual' });
    expect(await call('approve')).toMatchObject({ status: 'approved', erp_sync_status: 'not_required' });
    expect(await orderOf()).toMatchObject({
      ...{ status: 'pending_submission', supplier_id: 'SUP-1001', vendor_id: aVendor.id, destinations: [] },
    });
    expect(await call('order', { po_number: '1' })).toMatchObject({ status: 409, code: 'request.sent_to_supplier' });
  });

  it('leaves the order of a supplier that acknowledges nothing to a buyer', async () => {
    await given({ erp_source: 'manual' }, { documents: ['shipment', 'invoice'] });
    await call('approve');
    expect(await orderOf()).toBeUndefined();
    await call('order', { po_number: '1' });
    expect(await orderOf()).toMatchObject({
      status: 'ordered',
      supplier_id: 'SUP-1001',
      awaits_acknowledgement: false,
    });
  });
});
