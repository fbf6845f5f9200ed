import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { dock, PATH, provisionOrganization } from './support/requests.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
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
