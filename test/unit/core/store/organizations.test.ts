import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  deleteIntegration,
  findIntegration,
  loadIntegrationSettings,
  saveIntegration,
  saveRoutes,
} from '../../../../core/store/integrations.ts';
import {
  changeEntries,
  findOrganizationParts,
  loadOrganizationParts,
} from '../../../../core/store/organization-parts.ts';
import {
  findCostCenter,
  loadOrganization,
  saveCostCenter,
  saveNextOrganization,
  saveOrganization,
  savePerson,
} from '../../../../core/store/organizations.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();
const all = { request_types: null, cost_centers: null };
const costCenter = (code: string, org_id = 'org_1') => ({ org_id, code, name: code, approver_id: null });
const person = (user_id: string) => ({ org_id: 'org_1', user_id, cost_center: 'CC-A', budget_code: null });

async function given(org_id: string): Promise<void> {
  const rules = {
    allow_self_approval: false,
    budget_policy: 'warn',
    fiscal_year_start_month: 1,
    receive_on_shipment: false,
  } as const;
  const integration = { partner: 'sap', settings: { base_url: 'https://a' }, routing: all };
  const writes = [
    saveOrganization({ org_id, name: 'Example', default_approver_id: 'usr_1', ...rules, routes: [], version: 1 }),
    ...['CC-A', 'CC-B'].map((code) => saveCostCenter(costCenter(code, org_id))),
    saveIntegration(org_id, { ...integration, enabled: true, updated_at: 1, updated_by: 'usr_1' }),
  ];
  for (const write of writes) await commit(hub.table, [write]);
}
beforeEach(async () => {
  await given('org_1');
  await given('org_2');
});

describe('an organization', () => {
  it('is read with its parts, and not with another’s', async () => {
    await commit(hub.table, [savePerson(person('usr_1'))]);
    const parts = await loadOrganizationParts(hub.table, 'org_1');
    expect(parts).toMatchObject({
      organization: { name: 'Example', version: 1 },
      costCenters: [costCenter('CC-A'), costCenter('CC-B')],
      people: [person('usr_1')],
      partners: ['sap'],
    });
    expect((await findOrganizationParts(hub.table, 'org_3')).organization).toBeUndefined();
    await expect(loadOrganizationParts(hub.table, 'org_3')).rejects.toMatchObject({ code: 'organization.unknown' });
    expect(await findCostCenter(hub.table, 'org_1', 'CC-A')).toEqual(costCenter('CC-A'));
    expect(await findCostCenter(hub.table, 'org_1', 'CC-X')).toBeUndefined();
  });

  it('is written by the first of two who have read the same version', async () => {
    const read = await loadOrganization(hub.table, 'org_1');
    const routes = [{ partner: 'sap', ...all }];
    await commit(hub.table, [saveRoutes(read, routes)]);
    await expect(
      commit(hub.table, [saveNextOrganization({ ...read, name: 'Lost', version: 2 })]),
    ).rejects.toMatchObject({
      code: 'conflict.version',
    });
    expect(await loadOrganization(hub.table, 'org_1')).toEqual({ ...read, routes, version: 2 });
  });
});

describe('the cost centers and people of an organization', () => {
  it('change by a write per entry that differs', async () => {
    const before = { costCenters: [costCenter('CC-A'), costCenter('CC-B')], people: [person('usr_1')] };
    const renamed = { approver_id: null, name: 'B', code: 'CC-B', org_id: 'org_1' };
    const writes = changeEntries(before, {
      costCenters: [costCenter('CC-A'), renamed, costCenter('CC-C')],
      people: [],
    });
    expect(writes).toHaveLength(3);
    await commit(hub.table, writes);
    const { costCenters, people } = await loadOrganizationParts(hub.table, 'org_1');
    expect([costCenters, people]).toEqual([[costCenter('CC-A'), renamed, costCenter('CC-C')], []]);
    expect((await loadOrganizationParts(hub.table, 'org_2')).costCenters).toHaveLength(2);
  });

  it('that stay as they are, in whatever order, cost no write', () => {
    const entry = { approver_id: null, name: 'CC-A', org_id: 'org_1', code: 'CC-A' };
    expect(
      changeEntries({ costCenters: [costCenter('CC-A')], people: [] }, { costCenters: [entry], people: [] }),
    ).toEqual([]);
  });
});

describe('an integration', () => {
  it('has settings while it is enabled', async () => {
    expect(await loadIntegrationSettings(hub.table, 'org_1', 'sap')).toEqual({ base_url: 'https://a' });
    const stored = await findIntegration(hub.table, 'org_1', 'sap');
    if (!stored) throw new Error('it is stored');
    await commit(hub.table, [saveIntegration('org_1', { ...stored, enabled: false })]);
    expect(await loadIntegrationSettings(hub.table, 'org_1', 'sap')).toBeUndefined();
  });

  it('is gone once deleted, and another organization’s stays', async () => {
    await commit(hub.table, [deleteIntegration('org_1', 'sap')]);
    expect(await findIntegration(hub.table, 'org_1', 'sap')).toBeUndefined();
    expect(await findIntegration(hub.table, 'org_2', 'sap')).toBeDefined();
  });
});
