import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { dock, PATH, provisionOrganization } from './support/requests.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
});

describe('the document of an organization', () => {
  it('changes nothing of one that exists, unless it says so', async () => {
    const org = 'org_provisionedTwice';
    const nameNow = async () => {
      const token = await hub.token({ user: 'usr_1', org, roles: 'procurement_admin' });
      return (await hub.api('GET', '/v1/organization', { token })).body.name;
    };
    await provisionOrganization(hub, org, { name: 'First' });
    const document = { org_id: org, name: 'Second', default_approver_id: 'usr_boss', cost_centers: [] };
    const empty = { budgets: [], vendors: [], integrations: [] };
    const again = (more: object) =>
      hub.admin('POST', '/functions/provision/invoke', { ...document, ...empty, ...more });
    expect(await again({})).toMatchObject({ status: 200, body: { exists: true, items: 0 } });
    expect(await nameNow()).toBe('First');
    expect(await again({ replace: true })).toMatchObject({ status: 200, body: { exists: true } });
    expect(await nameNow()).toBe('Second');
  });
});

describe('a change of configuration', () => {
  it('has taken effect when what execution environments remember has ended', async () => {
    const org = 'org_reorganized';
    const token = await hub.token({ user: 'usr_1', org, roles: 'procurement_requester' });
    const approver = async () => (await hub.api('POST', PATH, { token, body: dock })).body.approver_id;
    await provisionOrganization(hub, org, { default_approver_id: 'usr_before' });
    expect(await approver()).toBe('usr_before');
    await provisionOrganization(hub, org, { default_approver_id: 'usr_after' });
    // Several at once, as each execution environment remembers by itself.
    const approvers = () => Promise.all(Array.from({ length: 16 }, approver));
    const isNew = async () => (await approvers()).every((id) => id === 'usr_after');
    await eventually(isNew, { deadline: 15_000, every: 1000 });
  });
});
