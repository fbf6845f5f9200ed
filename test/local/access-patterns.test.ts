import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { approve, create, dock, PATH } from './support/requests.ts';

/** A hub of its own: the units of a list depend on what is in the table, and the meter counts all calls. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

/** What a function's calls consumed of the table during `work`, by the meter. */
async function unitsOf(name: string, work: () => Promise<unknown>) {
  await hub.admin('POST', '/meter/reset');
  await work();
  const { body } = await hub.admin('GET', '/meter');
  const actions: Record<string, number>[] = Object.values(body[`procurement-hub-dev-${name}`]?.dynamodb ?? {});
  const sum = (unit: string) => actions.reduce((total, usage) => total + (usage[unit] ?? 0), 0);
  return { reads: sum('readUnits'), writes: sum('writeUnits') };
}

/** Until the consumer has logged that SAP has the order; returns the id of the sync job. */
async function approveAndOrder(id: string): Promise<string> {
  const { body } = await approve(hub, id);
  await eventually(() => hub.logs('sync-sap').some((line) => line.includes(id) && line.includes('done')));
  return body.erp_sync_job_id;
}

describe('the units of core/store/access-patterns.md', () => {
  it('are what each route consumes', async () => {
    const draft = { ...dock, submit: false };
    const id = await create(hub, draft);
    const units = (work: () => Promise<unknown>) => unitsOf('api', work);

    expect(await units(() => hub.api('GET', `${PATH}/${id}`))).toEqual({ reads: 1, writes: 0 });
    expect(await units(() => hub.api('GET', `${PATH}/${id}/sync`))).toEqual({ reads: 1, writes: 0 });
    expect(await units(() => hub.api('GET', PATH))).toEqual({ reads: 1.5, writes: 0 });
    expect(await units(() => hub.api('GET', '/v1/erp/budgets'))).toEqual({ reads: 1, writes: 0 });
    expect(await units(() => hub.api('GET', '/v1/erp/vendors'))).toEqual({ reads: 0.5, writes: 0 });
    expect(await units(() => create(hub, draft))).toEqual({ reads: 1, writes: 4 });
    expect(await units(() => create(hub, { ...draft, ticket_id: 'tkt_1' }))).toEqual({ reads: 1, writes: 10 });
    expect(await units(() => hub.api('PATCH', `${PATH}/${id}`, { body: { title: 'Docks' } }))).toEqual({
      reads: 1,
      writes: 1,
    });
    expect(await units(() => hub.api('POST', `${PATH}/${id}/submit`))).toEqual({ reads: 1, writes: 3 });
    // Another request: the edit's entry in the history makes this one larger than 1 KB.
    const other = await create(hub);
    let job = '';
    const order = async () => {
      job = await approveAndOrder(other);
    };
    expect(await units(order)).toEqual({ reads: 1.5, writes: 12 });
    expect(await units(() => hub.api('GET', `/v1/erp/sync/${job}`))).toEqual({ reads: 2, writes: 0 });
  });

  it('are what the consumer needs for a lease and an outcome', async () => {
    const id = await create(hub);
    const units = await unitsOf('sync-sap', () => approveAndOrder(id));
    expect(units).toEqual({ reads: 2, writes: 9 });
  });
});
