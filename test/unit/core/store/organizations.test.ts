import { describe, expect, it } from '@jest/globals';
import { loadIntegrationState, saveIntegrationState } from '../../../../core/store/integration-states.ts';
import {
  deleteOtherParts,
  loadCostCenter,
  loadIntegrationSettings,
  loadOrganization,
  saveCostCenter,
  saveIntegration,
  saveOrganization,
} from '../../../../core/store/organizations.ts';
import { commit } from '../../../../core/store/write.ts';
import { NEW_INTEGRATION_STATE } from '../../../../core/sync/integration-state.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();
const NOW = 1_708_733_100_000;
async function given(orgId: string): Promise<void> {
  const writes = [
    saveOrganization({
      org_id: orgId,
      name: 'Example',
      default_approver_id: 'usr_1',
      allow_self_approval: false,
      budget_policy: 'warn',
      fiscal_year_start_month: 1,
      enabled_partners: ['sap'],
    }),
    ...['CC-A', 'CC-B'].map((code) => saveCostCenter({ org_id: orgId, code, name: code, approver_id: null })),
    saveIntegration(orgId, { partner: 'sap', enabled: true, settings: { base_url: 'https://a' } }),
    saveIntegrationState(orgId, 'sap', NEW_INTEGRATION_STATE, { ...NEW_INTEGRATION_STATE, failures: 2 }),
  ];
  for (const write of writes) await commit(hub.table, [write]);
}

describe('what leaves an organization’s document', () => {
  it('is deleted, and nothing else', async () => {
    await given('org_1');
    await given('org_2');
    const kept = { costCenters: ['CC-A'], partners: [] };
    const writes = await deleteOtherParts(hub.table, 'org_1', kept);
    expect(writes).toHaveLength(2);
    for (const write of writes) await commit(hub.table, [write]);

    await expect(loadCostCenter(hub.table, 'org_1', 'CC-A', NOW)).resolves.toMatchObject({
      costCenter: { code: 'CC-A' },
    });
    await expect(loadCostCenter(hub.table, 'org_1', 'CC-B', NOW)).rejects.toMatchObject({ code: 'validation.failed' });
    expect(await loadIntegrationSettings(hub.table, 'org_1', 'sap')).toBeUndefined();
    await expect(loadOrganization(hub.table, 'org_1')).resolves.toMatchObject({ name: 'Example' });
    // A pause outlives the settings: it is a person who resumes.
    expect((await loadIntegrationState(hub.table, 'org_1', 'sap')).failures).toBe(2);

    await expect(loadCostCenter(hub.table, 'org_2', 'CC-B', NOW)).resolves.toBeDefined();
  });

  it('is nothing when the document has everything', async () => {
    await given('org_1');
    const all = { costCenters: ['CC-A', 'CC-B'], partners: ['sap'] };
    expect(await deleteOtherParts(hub.table, 'org_1', all)).toEqual([]);
  });
});
