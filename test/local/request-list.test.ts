import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRuntime, type TestNode } from './support/hub.ts';
import { approve, dock } from './support/requests.ts';

const PATH = '/v1/erp/procurement';
const ORG = 'org_9zYxW8vU7tSr';
const TYPES = ['hardware', 'software_license', 'service', 'consumable'];

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly requester_id: string;
}

let node: TestNode;
let approver: string;
/** Newest first, as the list should have them. */
const all: Listed[] = [];

async function list(query: Record<string, string>, token = approver) {
  return (await node.api('GET', `${PATH}?${new URLSearchParams(query)}`, { token })).body;
}

beforeAll(async () => {
  node = await startRuntime();
  approver = await node.token({ user: 'usr_boss', org: ORG, roles: 'procurement_approver' });
  const requesters = await Promise.all(
    ['usr_1', 'usr_2', 'usr_3'].map((user) => node.token({ user, org: ORG, roles: 'procurement_requester' })),
  );
  for (let index = 0; index < 30; index++) {
    const body = { ...dock, type: TYPES[index % 4], submit: index % 2 === 0 };
    const { body: created } = await node.api('POST', PATH, { token: requesters[index % 3] ?? '', body });
    if (index % 6 === 0) await node.api('POST', `${PATH}/${created.id}/approve`, { token: approver });
    all.unshift({ ...created, status: index % 6 === 0 ? 'approved' : created.status });
  }
}, 90_000);
afterAll(() => node.stop());

describe('the list', () => {
  const optional = (values: readonly string[]) => [undefined, ...values];
  const combinations = optional(['draft', 'pending_approval', 'approved', 'ordered']).flatMap((status) =>
    optional(['hardware', 'service']).flatMap((type) =>
      optional(['usr_1', 'usr_3']).map((requester_id) => ({ status, type, requester_id })),
    ),
  );

  it.each(combinations)('it holds exactly what matches %j, newest first, on pages of any size', async (combination) => {
    const filter = Object.fromEntries(
      Object.entries(combination).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const expected = all
      .filter((request) => Object.entries(filter).every(([name, value]) => request[name as keyof Listed] === value))
      .map(({ id }) => id);
    expect((await list({ ...filter, limit: '100' })).data.map(({ id }: Listed) => id)).toEqual(expected);

    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { has_more: boolean; next_cursor: string | null; data: Listed[] } = await list({
        ...filter,
        limit: '4',
        ...(cursor && { cursor }),
      });
      paged.push(...page.data.map(({ id }) => id));
      expect(page.has_more).toBe(paged.length < expected.length);
      expect(page.data.length).toBe(Math.min(4, expected.length - (paged.length - page.data.length)));
      cursor = page.next_cursor;
    } while (cursor);
    expect(paged).toEqual(expected);
  });

  it('it has 20 to a page unless told otherwise', async () => {
    const page = await list({});
    expect(page).toMatchObject({ has_more: true, next_cursor: expect.any(String) });
    expect(page.data).toHaveLength(20);
  });

  it('a cursor is good for its own organization and filter alone', async () => {
    const { next_cursor: cursor } = await list({ limit: '2', type: 'hardware' });
    const refused = { code: 'cursor.invalid', errors: [{ path: 'cursor' }] };
    expect(await list({ limit: '2', type: 'service', cursor })).toMatchObject(refused);
    expect(await list({ limit: '2', type: 'hardware', cursor }, node.hub.tokens.approver)).toMatchObject(refused);
    expect(await list({ limit: '2', type: 'hardware', cursor: `${cursor}x` })).toMatchObject(refused);
    expect(await list({ limit: '3', type: 'hardware', cursor })).toMatchObject({ data: expect.any(Array) });
  });

  it('another organization sees none of it', async () => {
    expect((await list({}, node.hub.tokens.approver)).data).toEqual([]);
    const [request] = all;
    expect(await approve(node, request?.id ?? '')).toMatchObject({ status: 404 });
  });
});
