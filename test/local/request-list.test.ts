import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { approve, dock, PATH, provisionOrganization } from './support/requests.ts';

const ORG = 'org_listed';
const OTHER_ORG = 'org_unlisted';
const TYPES = ['hardware', 'software_license', 'service', 'consumable'];

/** How far a list may lag behind, and the clocks of a bad day. */
const LAG_MS = 2_000;

interface Listed {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly requester_id: string;
  readonly created_at: number;
}

let hub: TestHub;
let approver: string;
let otherApprover: string;
/** Newest first, by the clocks of the functions that made them. */
const all: Listed[] = [];

async function list(query: Record<string, string>, token = approver) {
  return (await hub.api('GET', `${PATH}?${new URLSearchParams(query)}`, { token })).body;
}

beforeAll(async () => {
  hub = await sharedHub();
  await Promise.all([ORG, OTHER_ORG].map((org) => provisionOrganization(hub, org)));
  const token = (user: string, org: string, roles: string) => hub.token({ user, org, roles });
  [approver, otherApprover] = await Promise.all([
    token('usr_boss', ORG, 'procurement_approver'),
    token('usr_boss', OTHER_ORG, 'procurement_approver'),
  ]);
  const users = ['usr_1', 'usr_2', 'usr_3'];
  const requesters = await Promise.all(users.map((user) => token(user, ORG, 'procurement_requester')));
  for (let index = 0; index < 30; index++) {
    const body = { ...dock, type: TYPES[index % 4], submit: index % 2 === 0 };
    const { body: created } = await hub.api('POST', PATH, { token: requesters[index % 3] ?? '', body });
    if (index % 6 === 0) await hub.api('POST', `${PATH}/${created.id}/approve`, { token: approver });
    all.unshift({ ...created, status: index % 6 === 0 ? 'approved' : created.status });
  }
  // The clocks of a function's environments differ, and a list may lag behind: its order is its own.
  const newestFirst = await eventually(async () => {
    const { data } = await list({ limit: '100' });
    return data.length === all.length && data.map(({ id }: Listed) => id);
  });
  all.sort((a, b) => newestFirst.indexOf(a.id) - newestFirst.indexOf(b.id));
  // One query may lag although the one before it did not: from here on, none does any more.
  const ended = Date.now() + LAG_MS;
  await eventually(() => Date.now() > ended);
}, 90_000);

describe('the list', () => {
  const optional = (values: readonly string[]) => [undefined, ...values];
  const combinations = optional(['draft', 'pending_approval', 'approved', 'ordered']).flatMap((status) =>
    optional(['hardware', 'service']).flatMap((type) =>
      optional(['usr_1', 'usr_3']).map((requester_id) => ({ status, type, requester_id })),
    ),
  );

  it.each(combinations)('has exactly the matches of %j, newest first, on pages of any size', async (combination) => {
    const filter = Object.fromEntries(
      Object.entries(combination).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const expected = all
      .filter((request) => Object.entries(filter).every(([name, value]) => request[name as keyof Listed] === value))
      .map(({ id }) => id);
    await eventually(async () => {
      expect((await list({ ...filter, limit: '100' })).data.map(({ id }: Listed) => id)).toEqual(expected);
      return true;
    });

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

  it('is in the order of creation', () => {
    const times = all.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('has 20 requests to a page without a limit', async () => {
    const page = await list({});
    expect(page).toMatchObject({ has_more: true, next_cursor: expect.any(String) });
    expect(page.data).toHaveLength(20);
  });

  it('accepts a cursor of its own organization and filter only', async () => {
    const { next_cursor: cursor } = await list({ limit: '2', type: 'hardware' });
    const rejected = { code: 'cursor.invalid', errors: [{ path: 'cursor' }] };
    expect(await list({ limit: '2', type: 'service', cursor })).toMatchObject(rejected);
    expect(await list({ limit: '2', type: 'hardware', cursor }, otherApprover)).toMatchObject(rejected);
    expect(await list({ limit: '2', type: 'hardware', cursor: `${cursor}x` })).toMatchObject(rejected);
    expect(await list({ limit: '3', type: 'hardware', cursor })).toMatchObject({ data: expect.any(Array) });
  });

  it('shows nothing to another organization', async () => {
    expect((await list({}, otherApprover)).data).toEqual([]);
    const [request] = all;
    const approval = await hub.api('POST', `${PATH}/${request?.id}/approve`, { token: otherApprover });
    expect(approval).toMatchObject({ status: 404 });
    expect(await approve(hub, request?.id ?? '')).toMatchObject({ status: 404 });
  });
});
