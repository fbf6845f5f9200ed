import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startRuntime, type TestNode } from './support/hub.ts';
import { approve, create, dock } from './support/requests.ts';

const PATH = '/v1/erp/procurement';
let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(() => node.stop());

/** What a function's calls consumed of the table, by the node's meter, while `work` went on. */
async function unitsOf(name: string, work: () => Promise<unknown>) {
  await node.control('POST', '/meter/reset');
  await work();
  const { body } = await node.control('GET', '/meter');
  const actions: Record<string, number>[] = Object.values(body[`procurement-hub-dev-${name}`]?.dynamodb ?? {});
  const sum = (unit: string) => actions.reduce((total, usage) => total + (usage[unit] ?? 0), 0);
  return { reads: sum('readUnits'), writes: sum('writeUnits') };
}

/** Until SAP has numbered it and the consumer has said so. */
async function approveAndOrder(id: string): Promise<void> {
  await approve(node, id);
  await eventually(() => node.logs('sync-sap').some((line) => line.includes(id) && line.includes('done')));
}

it('each route costs what core/store/access-patterns.md says', async () => {
  const draft = { ...dock, submit: false };
  const id = await create(node, draft);
  const units = (work: () => Promise<unknown>) => unitsOf('api', work);

  expect(await units(() => node.api('GET', `${PATH}/${id}`))).toEqual({ reads: 1, writes: 0 });
  expect(await units(() => node.api('GET', `${PATH}/${id}/sync`))).toEqual({ reads: 1, writes: 0 });
  expect(await units(() => node.api('GET', PATH))).toEqual({ reads: 1.5, writes: 0 });
  expect(await units(() => node.api('GET', '/v1/erp/budgets'))).toEqual({ reads: 1, writes: 0 });
  expect(await units(() => node.api('GET', '/v1/erp/vendors'))).toEqual({ reads: 0.5, writes: 0 });
  expect(await units(() => create(node, draft))).toEqual({ reads: 1, writes: 4 });
  expect(await units(() => create(node, { ...draft, ticket_id: 'tkt_1' }))).toEqual({ reads: 1, writes: 10 });
  expect(await units(() => node.api('PATCH', `${PATH}/${id}`, { body: { title: 'Docks' } }))).toEqual({
    reads: 1,
    writes: 1,
  });
  expect(await units(() => node.api('POST', `${PATH}/${id}/submit`))).toEqual({ reads: 1, writes: 3 });
  expect(await units(() => approveAndOrder(id))).toEqual({ reads: 1.5, writes: 12 });
});

it('an order costs the consumer a lease and an outcome', async () => {
  const id = await create(node);
  const units = await unitsOf('sync-sap', () => approveAndOrder(id));
  expect(units).toEqual({ reads: 2, writes: 9 });
});
