import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  deleteMapping,
  deleteOtherMappings,
  loadMappings,
  queryMappings,
  saveMapping,
} from '../../../../core/store/mappings.ts';
import { saveVendor } from '../../../../core/store/vendors.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aVendor } from '../../support/requests.ts';

const hub = hubTable();
const by = { updated_at: 1708736700, updated_by: 'usr_1' };

function save(orgId: string, kind: string, key: string, value: string): Promise<void> {
  return commit(hub.table, [saveMapping(orgId, 'sap', { kind, key, value, ...by })]);
}
const load = (...keys: [string, string][]) =>
  loadMappings(
    hub.table,
    'org_1',
    'sap',
    keys.map(([kind, key]) => ({ kind, key })),
  );

beforeEach(async () => {
  await save('org_1', 'cost_center', 'CC-1', 'CC1');
  await save('org_1', 'item', 'SKU-1', 'MAT1');
  await save('org_2', 'cost_center', 'CC-2', 'CC2');
});

describe('mappings', () => {
  it('are read by their keys in one consistent call, those that exist and of this organization', async () => {
    hub.actions.length = 0;
    const found = await load(['cost_center', 'CC-1'], ['item', 'SKU-1'], ['item', 'SKU-1'], ['cost_center', 'CC-2']);
    expect([...found]).toEqual(
      expect.arrayContaining([
        ['cost_center#CC-1', 'CC1'],
        ['item#SKU-1', 'MAT1'],
      ]),
    );
    expect(found.size).toBe(2);
    expect(hub.actions).toEqual(['BatchGetItem']);
  });

  it('fall back to the number that the partner has told of a vendor', async () => {
    await commit(hub.table, [saveVendor('org_1', { ...aVendor, id: 'vnd_1', erp_ids: { sap: '17300009' } })]);
    expect((await load(['vendor', 'vnd_1'])).get('vendor#vnd_1')).toBe('17300009');
    await save('org_1', 'vendor', 'vnd_1', '17300001');
    expect((await load(['vendor', 'vnd_1'])).get('vendor#vnd_1')).toBe('17300001');
    await commit(hub.table, [deleteMapping('org_1', 'sap', { kind: 'vendor', key: 'vnd_1' })]);
    await commit(hub.table, [saveVendor('org_1', { ...aVendor, id: 'vnd_1', erp_ids: { oracle: '1' } })]);
    expect((await load(['vendor', 'vnd_1'])).size).toBe(0);
  });

  it('are listed by kind and key in pages, without those of a kind that begins alike', async () => {
    await save('org_1', 'item', 'SKU-2', 'MAT2');
    await save('org_1', 'items', 'SKU-3', 'MAT3');
    const page = (kind: string | undefined, after?: string) =>
      queryMappings(hub.table, { orgId: 'org_1', partner: 'sap', kind }, 2, after);
    const first = await page(undefined);
    expect(first.mappings).toEqual([
      { kind: 'cost_center', key: 'CC-1', value: 'CC1', ...by },
      { kind: 'item', key: 'SKU-1', value: 'MAT1', ...by },
    ]);
    const second = await page(undefined, first.next);
    expect(second.mappings.map(({ key }) => key)).toEqual(['SKU-2', 'SKU-3']);
    expect((await page('item')).mappings.map(({ key }) => key)).toEqual(['SKU-1', 'SKU-2']);
  });

  it('that a document does not have are deleted', async () => {
    const writes = await deleteOtherMappings(hub.table, 'org_1', 'sap', [{ kind: 'item', key: 'SKU-1' }]);
    expect(writes).toHaveLength(1);
    await commit(hub.table, writes);
    expect([...(await load(['cost_center', 'CC-1'], ['item', 'SKU-1'])).keys()]).toEqual(['item#SKU-1']);
  });
});
