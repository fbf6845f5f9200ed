import { beforeEach, describe, expect, it } from '@jest/globals';
import { saveMapping } from '../../../../core/store/mappings.ts';
import { saveVendor } from '../../../../core/store/vendors.ts';
import { commit } from '../../../../core/store/write.ts';
import { withMappings } from '../../../../functions/api/with-mappings.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aVendor, laptopOrder } from '../../support/requests.ts';

const hub = hubTable();
const order = { ...laptopOrder, vendor_id: null };
const { org_id } = order;

function map(kind: string, key: string, value: string): Promise<void> {
  return commit(hub.table, [saveMapping(org_id, 'sap', { kind, key, value, updated_at: 1, updated_by: 'usr_1' })]);
}
function addVendor(id: string, erp_ids: Record<string, string> = {}): Promise<void> {
  return commit(hub.table, [saveVendor(org_id, { ...aVendor, id, name: order.vendor ?? '', erp_ids })]);
}
const missing = (words: string) =>
  expect.objectContaining({ code: 'request.mapping_missing', message: expect.stringContaining(words) });

beforeEach(() => map('cost_center', order.cost_center, 'CCITEUS'));

describe('an order that is approved', () => {
  it('gets the id of its vendor', async () => {
    await addVendor('vnd_1');
    await map('vendor', 'vnd_1', '17300001');
    expect(await withMappings(hub.table, order)).toEqual({ ...order, vendor_id: 'vnd_1' });
  });

  it('gets the id of a vendor whose number the partner has told', async () => {
    await addVendor('vnd_1', { sap: '17300001' });
    expect((await withMappings(hub.table, order)).vendor_id).toBe('vnd_1');
  });

  it('gets, of several vendors of one name, the one that is mapped', async () => {
    for (const id of ['vnd_1', 'vnd_2', 'vnd_3']) await addVendor(id);
    await expect(withMappings(hub.table, order)).rejects.toEqual(missing('/mappings/vendor/vnd_1'));
    await map('vendor', 'vnd_2', '17300001');
    expect((await withMappings(hub.table, order)).vendor_id).toBe('vnd_2');
  });

  it('is rejected with the vendor that nobody knows', async () => {
    await expect(withMappings(hub.table, order)).rejects.toEqual(missing('no vendor "Dell Technologies"'));
    await expect(withMappings(hub.table, { ...order, vendor: null })).rejects.toEqual(missing('has no vendor'));
  });

  it('is rejected with the call that adds the mapping of its cost center', async () => {
    await addVendor('vnd_1', { sap: '17300001' });
    await expect(withMappings(hub.table, { ...order, cost_center: 'CC-X' })).rejects.toEqual(
      missing('PUT /v1/integrations/sap/mappings/cost_center/CC-X,'),
    );
  });
});
