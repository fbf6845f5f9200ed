import { describe, expect, it } from '@jest/globals';
import { changeSupplier, newSupplier, type Supplier } from '../../../../core/domain/supplier.ts';
import {
  findRecentSupplier,
  findSupplier,
  findSupplierOfVendor,
  loadSupplier,
  queryAllSuppliers,
  querySuppliers,
  saveNewSupplier,
  saveSupplier,
} from '../../../../core/store/suppliers.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();
const NOW = 1_708_733_100;

function aSupplier(supplier_id: string, vendor_id: string | null = null, org_id = 'org_1'): Supplier {
  const input = { supplier_id, name: supplier_id, vendor_id, enabled: true, requests_per_minute: 1 };
  const credentials = [{ salt: 's', hash: 'h', until: null }];
  return newSupplier({ ...input, documents: ['catalog'] }, { org_id, credentials }, NOW);
}
const insert = (supplier: Supplier) => commit(hub.table, saveNewSupplier(supplier));
const supplierOf = (vendorId: string) => findSupplierOfVendor(hub.table, 'org_1', vendorId);

describe('a supplier', () => {
  it('is found as it was saved, in its organization alone', async () => {
    await insert(aSupplier('S1', 'vnd_1'));
    expect(await findSupplier(hub.table, 'org_1', 'S1')).toEqual(aSupplier('S1', 'vnd_1'));
    expect(await findRecentSupplier(hub.table, { orgId: 'org_1', supplierId: 'S1' }, 0)).toMatchObject({ version: 1 });
    expect(await findSupplier(hub.table, 'org_2', 'S1')).toBeUndefined();
    expect(await findSupplierOfVendor(hub.table, 'org_2', 'vnd_1')).toBeUndefined();
    await expect(loadSupplier(hub.table, 'org_2', 'S1')).rejects.toMatchObject({ code: 'supplier.not_found' });
  });

  it('is inserted once, and its link is not moved by the second', async () => {
    await insert(aSupplier('S1', 'vnd_1'));
    await expect(insert(aSupplier('S1', 'vnd_2'))).rejects.toMatchObject({ code: 'supplier.exists' });
    await expect(insert(aSupplier('S1'))).rejects.toMatchObject({ code: 'supplier.exists' });
    expect([await supplierOf('vnd_1'), await supplierOf('vnd_2')]).toEqual(['S1', undefined]);
  });

  it('is not a vendor that another one is, also of two at once', async () => {
    await insert(aSupplier('S1', 'vnd_1'));
    await expect(insert(aSupplier('S2', 'vnd_1'))).rejects.toMatchObject({ code: 'supplier.vendor_taken' });
    expect(await findSupplier(hub.table, 'org_1', 'S2')).toBeUndefined();
    await insert(aSupplier('S1', 'vnd_1', 'org_2'));
    const both = await Promise.allSettled([insert(aSupplier('S3', 'vnd_3')), insert(aSupplier('S4', 'vnd_3'))]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a change of a supplier', () => {
  const change = (seen: Supplier, changes: Partial<Supplier>) => {
    const next = changeSupplier(seen, changes, NOW + 1);
    return commit(hub.table, saveSupplier(seen, next)).then(() => next);
  };

  it('moves the link of its vendor, and frees the former one', async () => {
    const seen = aSupplier('S1', 'vnd_1');
    await insert(seen);
    const moved = await change(seen, { vendor_id: 'vnd_2' });
    expect([await supplierOf('vnd_1'), await supplierOf('vnd_2')]).toEqual([undefined, 'S1']);
    expect(await findSupplier(hub.table, 'org_1', 'S1')).toEqual(moved);
    const freed = await change(moved, { vendor_id: null });
    expect(await supplierOf('vnd_2')).toBeUndefined();
    await change(freed, { vendor_id: 'vnd_1' });
    expect(await supplierOf('vnd_1')).toBe('S1');
  });

  it('changes nothing when its vendor is another supplier, or another call was faster', async () => {
    const seen = aSupplier('S1', 'vnd_1');
    await insert(seen);
    await insert(aSupplier('S2', 'vnd_2'));
    await expect(change(seen, { vendor_id: 'vnd_2' })).rejects.toMatchObject({ code: 'supplier.vendor_taken' });
    await change(seen, { name: 'Faster' });
    await expect(change(seen, { vendor_id: null })).rejects.toMatchObject({ code: 'conflict.version' });
    expect([await supplierOf('vnd_1'), await supplierOf('vnd_2')]).toEqual(['S1', 'S2']);
    expect(await findSupplier(hub.table, 'org_1', 'S1')).toMatchObject({ name: 'Faster', vendor_id: 'vnd_1' });
  });

  it('is one write where the vendor stays', async () => {
    const seen = aSupplier('S1', 'vnd_1');
    expect(saveSupplier(seen, changeSupplier(seen, { name: 'New' }, NOW))).toHaveLength(1);
  });
});

describe('the suppliers of an organization', () => {
  it('are listed by id, in pages, without the links of vendors', async () => {
    for (const id of ['S3', 'S1', 'S2']) await insert(aSupplier(id, `vnd_${id}`));
    await insert(aSupplier('S0', null, 'org_2'));
    const first = await querySuppliers(hub.table, 'org_1', 2, undefined);
    const rest = await querySuppliers(hub.table, 'org_1', 2, first.next);
    const ids = (suppliers: Supplier[]) => suppliers.map(({ supplier_id }) => supplier_id);
    expect([ids(first.suppliers), ids(rest.suppliers), rest.next]).toEqual([['S1', 'S2'], ['S3'], undefined]);
    expect(ids(await queryAllSuppliers(hub.table, 'org_1'))).toEqual(['S1', 'S2', 'S3']);
  });
});
