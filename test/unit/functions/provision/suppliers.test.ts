import { describe, expect, it } from '@jest/globals';
import { changeSupplier } from '../../../../core/domain/supplier.ts';
import { validate } from '../../../../core/domain/validation.ts';
import { findSupplierOfVendor, loadSupplier, saveSupplier } from '../../../../core/store/suppliers.ts';
import { commit } from '../../../../core/store/write.ts';
import { OrganizationDocumentSchema } from '../../../../functions/provision/organization-document.ts';
import { supplierWrites } from '../../../../functions/provision/supplier-writes.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aVendor } from '../../support/requests.ts';

const hub = hubTable();
const org_id = 'org_1';
const { version: _, ...vendor } = aVendor;
const credential = { salt: `${'A'.repeat(22)}==`, hash: `${'B'.repeat(43)}=` };

function read(...suppliers: object[]) {
  const vendors = ['vnd_1', 'vnd_2'].map((id) => ({ ...vendor, id }));
  const parts = { cost_centers: [], budgets: [], vendors, integrations: [], suppliers };
  return validate(OrganizationDocumentSchema, { org_id, name: 'One', default_approver_id: 'usr_1', ...parts });
}
async function provision(...suppliers: object[]): Promise<void> {
  const result = read(...suppliers);
  if ('fields' in result) throw new Error(JSON.stringify(result.fields));
  for (const writes of await supplierWrites(hub.table, result.data, 1)) await commit(hub.table, writes);
}
const load = (id = 'S1') => loadSupplier(hub.table, org_id, id);

describe('the suppliers of a document', () => {
  it('are stored with the hashes that it has, or without any', async () => {
    await provision(
      { supplier_id: 'S1', name: 'Dell', vendor_id: 'vnd_1', credential },
      { supplier_id: 'S2', name: 'X' },
    );
    expect(await load()).toMatchObject({ enabled: true, credentials: [{ ...credential, until: null }] });
    expect(await findSupplierOfVendor(hub.table, org_id, 'vnd_1')).toBe('S1');
    expect(await load('S2')).toMatchObject({ vendor_id: null, credentials: [], requests_per_minute: 30_000 });
  });

  it('keep their credentials and stay disabled when they are stored again, unless it has another hash', async () => {
    await provision({ supplier_id: 'S1', name: 'Dell', vendor_id: 'vnd_1', credential });
    const seen = await load();
    await commit(hub.table, saveSupplier(seen, changeSupplier(seen, { enabled: false }, 2)));
    await provision({ supplier_id: 'S1', name: 'Dell Technologies', vendor_id: 'vnd_2' });
    const { credentials } = seen;
    expect(await load()).toMatchObject({ name: 'Dell Technologies', enabled: false, credentials, version: 3 });
    expect(await findSupplierOfVendor(hub.table, org_id, 'vnd_1')).toBeUndefined();
    const other = { ...credential, hash: `${'C'.repeat(43)}=` };
    await provision({ supplier_id: 'S1', name: 'Dell', credential: other });
    expect(await load()).toMatchObject({ credentials: [{ ...other, until: null }] });
  });

  it('stay when it does not have them', async () => {
    await provision({ supplier_id: 'S1', name: 'Dell' });
    await provision();
    expect(await load()).toMatchObject({ enabled: true, version: 1 });
  });

  it.each([
    ['an id twice', [{}, { vendor_id: null }], 'suppliers.1.supplier_id'],
    ['a vendor twice', [{}, { supplier_id: 'S2' }], 'suppliers.1.vendor_id'],
    ['a vendor that it does not have', [{ vendor_id: 'vnd_3' }], 'suppliers.0.vendor_id'],
    ['a password', [{ password: 'secret' }], 'suppliers.0.password'],
    ['a salt that is none', [{ credential: { ...credential, salt: 'salt' } }], 'suppliers.0.credential.salt'],
    ['a hash that is none', [{ credential: { ...credential, hash: '' } }], 'suppliers.0.credential.hash'],
  ])('are refused with %s, which is named', (__, suppliers, path) => {
    const result = read(...suppliers.map((one) => ({ supplier_id: 'S1', name: 'Dell', vendor_id: 'vnd_1', ...one })));
    expect('fields' in result && result.fields.map((field) => field.path)).toEqual([path]);
  });
});
