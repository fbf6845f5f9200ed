import { describe, expect, it } from '@jest/globals';
import type { PulledVendor } from '../../../../core/pull/records.ts';
import { applyBudgets } from '../../../../core/store/apply-budgets.ts';
import { applyOrders } from '../../../../core/store/apply-orders.ts';
import { applyVendors, vendorIdOf } from '../../../../core/store/apply-vendors.ts';
import { queryBudgets, saveBudgetAllocation, saveMovement } from '../../../../core/store/budgets.ts';
import { saveMapping } from '../../../../core/store/mappings.ts';
import { saveCostCenter } from '../../../../core/store/organizations.ts';
import { applyProducts } from '../../../../core/store/products.ts';
import { findOrder, findOrdersByNumber, saveNewOrder } from '../../../../core/store/purchase-orders.ts';
import { loadRequest, saveNewRequest } from '../../../../core/store/requests.ts';
import { queryVendors, saveNextVendor, saveVendor } from '../../../../core/store/vendors.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { approvedLaptop, aVendor, laptopOrder } from '../../support/requests.ts';

const hub = hubTable();
const ORG = laptopOrder.org_id;
const NOW_MS = 1_708_733_500_000;
const writes = () => hub.actions.filter((action) => /Put|Update|Write/.test(action)).length;

function vendor(number: string, changes: Partial<PulledVendor> = {}): PulledVendor {
  return { number, name: `Vendor ${number}`, status: 'active', website: null, primary_contact_email: null, ...changes };
}
function mapVendor(key: string, value: string) {
  return saveMapping(ORG, 'sap', { kind: 'vendor', key, value, updated_at: 1, updated_by: 'usr_1' });
}

describe('applying vendors', () => {
  const apply = (...vendors: readonly PulledVendor[]) => applyVendors(hub.table, 'sap')(ORG, vendors, NOW_MS);

  it('creates a vendor once, however often it is told, and writes nothing for what is unchanged', async () => {
    expect(await apply(vendor('1'), vendor('2'))).toEqual([{ kind: 'changed' }, { kind: 'changed' }]);
    hub.actions.length = 0;
    expect(await apply(vendor('1'), vendor('2'))).toEqual([{ kind: 'unchanged' }, { kind: 'unchanged' }]);
    expect(writes()).toBe(0);
    const vendors = await queryVendors(hub.table, ORG);
    expect(vendors.map(({ id }) => id).sort()).toEqual(['1', '2'].map((one) => vendorIdOf(ORG, 'sap', one)).sort());
    for (const { id } of vendors) expect(id).toMatch(/^vnd_[0-9A-Za-z]{12}$/);
  });

  it('finds a vendor by its mapping, and by the number that it was told with before', async () => {
    await commit(hub.table, [saveVendor(ORG, aVendor)]);
    await commit(hub.table, [mapVendor(aVendor.id, '17300001')]);
    await apply(vendor('17300001', { name: 'Dell' }));
    await commit(hub.table, [{ delete: { Key: { pk: `ORG#${ORG}#MAPPINGS#sap`, sk: `vendor#${aVendor.id}` } } }]);
    expect(await apply(vendor('17300001', { name: 'Dell Inc.' }))).toEqual([{ kind: 'changed' }]);
    expect((await queryVendors(hub.table, ORG)).map(({ id, name }) => [id, name])).toEqual([[aVendor.id, 'Dell Inc.']]);
  });

  it('keeps what an administrator changes at the same time', async () => {
    await commit(hub.table, [saveVendor(ORG, aVendor)]);
    await commit(hub.table, [mapVendor(aVendor.id, '17300001')]);
    hub.before = async (action) => {
      if (action !== 'PutItem') return;
      hub.before = () => {};
      await commit(hub.table, [saveNextVendor(ORG, { ...aVendor, tier: 'strategic', version: 2 })]);
    };
    expect(await apply(vendor('17300001', { name: 'Dell' }))).toEqual([{ kind: 'changed' }]);
    expect(await queryVendors(hub.table, ORG)).toMatchObject([{ name: 'Dell', tier: 'strategic', version: 3 }]);
  });

  it('leaves other organizations’ vendors alone', async () => {
    await commit(hub.table, [saveVendor('org_other', { ...aVendor, erp_ids: { sap: '1' } })]);
    await apply(vendor('1'));
    expect(await queryVendors(hub.table, 'org_other')).toMatchObject([{ name: aVendor.name }]);
  });
});

describe('applying budgets', () => {
  const told = {
    cost_center: 'CC-IT-EUS',
    fiscal_year: 2024,
    currency: 'USD',
    planned_minor: 12_000_000,
    actual_minor: 500_000,
    committed_elsewhere_minor: 40_000,
  };
  const apply = (changes: Partial<typeof told> = {}) => applyBudgets(hub.table)(ORG, [{ ...told, ...changes }], NOW_MS);
  const costCenter = saveCostCenter({ org_id: ORG, code: 'CC-IT-EUS', name: 'End User Support', approver_id: null });
  const movement = { orgId: ORG, year: 2024, costCenter: 'CC-IT-EUS', committed: 100, spent: 0, currency: 'USD' };

  it('creates a budget from the plan, with the cost center’s name, and then writes nothing', async () => {
    await commit(hub.table, [costCenter]);
    expect(await apply()).toEqual([{ kind: 'changed' }]);
    hub.actions.length = 0;
    expect(await apply()).toEqual([{ kind: 'unchanged' }]);
    expect(writes()).toBe(0);
    expect(await queryBudgets(hub.table, ORG, 2024)).toMatchObject([
      { name: 'End User Support', annual_minor: 12_000_000, spent_minor: 500_000, committed_minor: 40_000 },
    ]);
  });

  it('adds to what the hub commits at the same time', async () => {
    await commit(hub.table, [costCenter]);
    await apply();
    hub.before = async (action) => {
      if (action !== 'UpdateItem') return;
      hub.before = () => {};
      await commit(hub.table, [saveMovement(movement)]);
    };
    await apply({ committed_elsewhere_minor: 10_000 });
    expect(await queryBudgets(hub.table, ORG, 2024)).toMatchObject([{ committed_minor: 10_100 }]);
  });

  it('decides again when something is spent at the same time', async () => {
    await commit(hub.table, [costCenter]);
    await apply();
    hub.before = async (action) => {
      if (action !== 'UpdateItem') return;
      hub.before = () => {};
      await commit(hub.table, [saveMovement({ ...movement, committed: 0, spent: 700_000 })]);
    };
    expect(await apply({ actual_minor: 600_000 })).toEqual([{ kind: 'changed' }]);
    expect(await queryBudgets(hub.table, ORG, 2024)).toMatchObject([{ spent_minor: 700_000 }]);
  });

  it('rejects figures that are no amounts, and the next pull finds the budget as it was', async () => {
    await commit(hub.table, [costCenter]);
    for (const impossible of [{ planned_minor: 1e22 }, { actual_minor: 1e22 }, { committed_elsewhere_minor: 1e22 }]) {
      expect(await apply(impossible)).toMatchObject([{ kind: 'failed', code: 'validation.failed' }]);
      expect(await queryBudgets(hub.table, ORG, 2024)).toEqual([]);
    }
    await apply();
    expect(await apply({ actual_minor: 1e22 })).toMatchObject([{ kind: 'failed', code: 'validation.failed' }]);
    expect(await apply()).toEqual([{ kind: 'unchanged' }]);
  });

  it('names a cost center that the organization does not have, and a budget in another currency', async () => {
    expect(await apply()).toEqual([
      {
        kind: 'failed',
        record: 'CC-IT-EUS',
        code: 'validation.failed',
        message: expect.stringContaining('no cost center'),
      },
    ]);
    await commit(hub.table, [costCenter]);
    await apply();
    expect(await apply({ currency: 'EUR' })).toMatchObject([{ kind: 'failed', code: 'budget.currency_changed' }]);
  });
});

describe('applying orders', () => {
  const ordered = { ...laptopOrder, status: 'ordered', erp_po_number: 'PO-4500012847' } as const;
  const request = { ...approvedLaptop, status: 'ordered', erp_po_number: 'PO-4500012847' } as const;
  const line = { deleted: false, completed: false };
  const told = (received: number, number = 'PO-4500012847') => ({
    number,
    deleted: false,
    lines: [
      { id: '1', received_quantity: received, ...line },
      { id: '2', received_quantity: received, ...line },
    ],
  });
  const apply = applyOrders(hub.table, 'sap_s4hana');

  async function given(): Promise<void> {
    await commit(hub.table, [saveNewOrder(ordered)]);
    await commit(hub.table, [saveNewRequest(request, NOW_MS)]);
    const budget = {
      fiscal_year: 2024,
      cost_center: 'CC-IT-EUS',
      name: 'EUS',
      annual_minor: 9_000_000,
      currency: 'USD',
    };
    const amounts = { spent_minor: 0, committed_minor: 170_800, hub_spent_minor: 0 };
    await commit(hub.table, [saveBudgetAllocation({ org_id: ORG, ...budget, ...amounts })]);
  }

  it('makes a request received and moves its amount from committed to spent, once', async () => {
    await given();
    expect(await apply(ORG, [told(1)], NOW_MS)).toEqual([{ kind: 'changed' }]);
    expect((await loadRequest(hub.table, ORG, request.id)).status).toBe('received');
    hub.actions.length = 0;
    expect(await apply(ORG, [told(1)], NOW_MS)).toEqual([{ kind: 'unchanged' }]);
    expect(writes()).toBe(0);
    expect(await queryBudgets(hub.table, ORG, 2024)).toMatchObject([{ committed_minor: 0, spent_minor: 170_800 }]);
    expect((await findOrder(hub.table, ORG, ordered.id))?.order.status).toBe('received');
  });

  it('rejects quantities that no order has, and the budget stays readable', async () => {
    await given();
    expect(await apply(ORG, [told(1e15)], NOW_MS)).toMatchObject([{ kind: 'failed', code: 'validation.failed' }]);
    expect(await queryBudgets(hub.table, ORG, 2024)).toMatchObject([{ spent_minor: 0 }]);
    expect(await apply(ORG, [told(1)], NOW_MS)).toEqual([{ kind: 'changed' }]);
  });

  it('ignores an order that is not the hub’s', async () => {
    await given();
    expect(await apply(ORG, [told(1, 'PO-1')], NOW_MS)).toEqual([{ kind: 'unchanged' }]);
  });

  it('finds orders by the number of their ERP', async () => {
    await given();
    const find = (source: 'sap_s4hana' | 'oracle_erp', orgId = ORG) =>
      findOrdersByNumber(hub.table, { orgId, source }, ['PO-4500012847', 'PO-1']);
    expect(await find('sap_s4hana')).toEqual(new Map([['PO-4500012847', ordered.id]]));
    expect(await find('oracle_erp')).toEqual(new Map());
    expect(await find('sap_s4hana', 'org_other')).toEqual(new Map());
  });
});

describe('applying products', () => {
  it('keeps what the catalog has, and writes what has changed', async () => {
    const apply = applyProducts(hub.table, 'sap');
    const dock = { sku: 'DELL-WD22TB4', name: 'Dock', product_group: 'L001', unit: 'EA', status: 'active' } as const;
    expect(await apply(ORG, [dock], NOW_MS)).toEqual([{ kind: 'changed' }]);
    hub.actions.length = 0;
    expect(await apply(ORG, [dock], NOW_MS)).toEqual([{ kind: 'unchanged' }]);
    expect(writes()).toBe(0);
    expect(await apply(ORG, [{ ...dock, status: 'inactive' }], NOW_MS)).toEqual([{ kind: 'changed' }]);
  });

  it('takes a product that the ERP lists twice', async () => {
    const dock = { sku: 'DELL-WD22TB4', name: 'Dock', product_group: 'L001', unit: 'EA', status: 'active' } as const;
    expect(await applyProducts(hub.table, 'sap')(ORG, [dock, dock], NOW_MS)).toHaveLength(2);
  });
});
