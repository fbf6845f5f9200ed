import { describe, expect, it } from '@jest/globals';
import { findVendorIds, loadVendor, queryVendors, saveVendor } from '../../../../core/store/vendors.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aVendor } from '../../support/requests.ts';

const hub = hubTable();

function save(orgId: string, id: string, name: string): Promise<void> {
  return commit(hub.table, [saveVendor(orgId, { ...aVendor, id, name })]);
}

describe('vendors', () => {
  it('are found by id and by name, whatever its case and spaces', async () => {
    await save('org_1', 'vnd_1', 'Dell  Technologies');
    await save('org_1', 'vnd_2', 'Acme');
    await save('org_2', 'vnd_3', 'Dell Technologies');
    expect((await queryVendors(hub.table, 'org_1')).map(({ name }) => name)).toEqual(['Acme', 'Dell  Technologies']);
    expect(await findVendorIds(hub.table, 'org_1', ' dell technologies ')).toEqual(['vnd_1']);
    await expect(loadVendor(hub.table, 'org_1', 'vnd_1')).resolves.toMatchObject({ name: 'Dell  Technologies' });
    await expect(loadVendor(hub.table, 'org_1', 'vnd_3')).rejects.toMatchObject({ code: 'vendor.not_found' });
  });

  it('stay one vendor when they are renamed', async () => {
    await save('org_1', 'vnd_1', 'Dell');
    await save('org_1', 'vnd_1', 'Dell Technologies');
    expect(await findVendorIds(hub.table, 'org_1', 'Dell')).toEqual([]);
    expect(await queryVendors(hub.table, 'org_1')).toHaveLength(1);
  });
});
