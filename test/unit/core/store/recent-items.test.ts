import { describe, expect, it } from '@jest/globals';
import type { Organization } from '../../../../core/domain/organization.ts';
import { loadCostCenter, saveCostCenter, saveOrganization } from '../../../../core/store/organizations.ts';
import { RECENT_MS } from '../../../../core/store/recent-items.ts';
import { commit } from '../../../../core/store/write.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();
const NOW = 1_708_733_100_000;
const organization = {
  org_id: 'org_1',
  name: 'Example',
  default_approver_id: 'usr_1',
  allow_self_approval: false,
  budget_policy: 'warn',
  fiscal_year_start_month: 1,
  receive_on_shipment: false,
  routes: [],
  version: 1,
} satisfies Organization;

async function given(approver_id: string, code = 'CC-A'): Promise<void> {
  await commit(hub.table, [saveOrganization(organization)]);
  await commit(hub.table, [saveCostCenter({ org_id: 'org_1', code, name: code, approver_id })]);
}

async function approverAt(nowMs: number): Promise<string | null> {
  return (await loadCostCenter(hub.table, 'org_1', 'CC-A', nowMs)).costCenter.approver_id;
}

function reads(): number {
  return hub.actions.filter((action) => action === 'BatchGetItem').length;
}

describe('configuration', () => {
  it('is read in one call and remembered for some seconds', async () => {
    await given('usr_2');
    expect(await approverAt(NOW)).toBe('usr_2');
    expect(reads()).toBe(1);
    await given('usr_3');
    expect(await approverAt(NOW + RECENT_MS - 1)).toBe('usr_2');
    expect(reads()).toBe(1);
    expect(await approverAt(NOW + RECENT_MS)).toBe('usr_3');
    expect(reads()).toBe(2);
  });

  it('is found as soon as it exists, because an absence is not remembered', async () => {
    await expect(approverAt(NOW)).rejects.toMatchObject({ code: 'organization.unknown' });
    await given('usr_2', 'CC-B');
    await expect(approverAt(NOW)).rejects.toMatchObject({ code: 'validation.failed' });
    await given('usr_2');
    expect(await approverAt(NOW)).toBe('usr_2');
  });

  it('is found when so much is remembered that all of it is forgotten', async () => {
    await given('usr_2');
    for (let n = 0; n < 1000; n++) hub.table.recent.set(`other ${n}`, { item: {}, until: NOW + RECENT_MS });
    for (const code of ['CC-B', 'CC-C']) {
      await expect(loadCostCenter(hub.table, 'org_1', code, NOW)).rejects.toMatchObject({ code: 'validation.failed' });
    }
    expect(hub.table.recent.size).toBe(1);
  });
});
