import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CallOptions, sharedHub, type TestHub } from './support/hub.ts';
import { approve, create, dock, PATH } from './support/requests.ts';

const [item] = dock.items;
let hub: TestHub;
beforeAll(async () => {
  hub = await sharedHub();
}, 60_000);

/** How many writes the API has made so far; the consumers' go on by themselves. */
async function writes(): Promise<number> {
  const { body } = await hub.admin('GET', '/meter');
  const actions = body['procurement-hub-dev-api']?.dynamodb ?? {};
  const done = (action: string) => (actions[action]?.requests ?? 0) - (actions[action]?.errors ?? 0);
  return done('PutItem') + done('UpdateItem') + done('TransactWriteItems');
}

interface Problem {
  readonly status: number;
  readonly code: string;
  /** A field that the problem names. */
  readonly field?: string;
}

/** The call returns this problem and writes nothing. */
async function expectProblem(method: string, path: string, options: CallOptions, problem: Problem) {
  const { status, code, field } = problem;
  const before = await writes();
  const response = await hub.api(method, path, options);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect({ status: response.status, body: response.body }).toMatchObject({
    status,
    body: { status, code, title: expect.any(String), type: 'about:blank', detail: expect.any(String) },
  });
  if (field !== undefined)
    expect(response.body.errors.map(({ path: named }: { path: string }) => named)).toContain(field);
  expect(JSON.stringify(response.body)).not.toMatch(/\bat .*\.(ts|mjs|js):\d+/);
  expect(await writes()).toBe(before);
}

const INVALID = { status: 422, code: 'validation.failed' };

describe('a new request', () => {
  it.each([
    ['an unknown type', { type: 'furniture' }, 'type'],
    ['no items', { items: [] }, 'items'],
    ['quantity 0', { items: [{ ...item, quantity: 0 }] }, 'items.0.quantity'],
    ['a fractional quantity', { items: [{ ...item, quantity: 0.5 }] }, 'items.0.quantity'],
    ['a negative cost', { items: [{ ...item, unit_cost: -0.01 }] }, 'items.0.unit_cost'],
    ['a three-decimal cost', { items: [{ ...item, unit_cost: 9.999 }] }, 'items.0.unit_cost'],
    ['mixed currencies', { items: [item, { ...item, currency: 'EUR' }] }, 'items.1.currency'],
    ['an unknown currency', { items: [{ ...item, currency: 'ZZZ' }] }, 'items.0.currency'],
    ['300 items', { items: Array.from({ length: 300 }, () => item) }, 'items'],
    ['a title of a megabyte', { title: 'x'.repeat(1_000_000) }, 'title'],
    ['an unknown cost center', { cost_center: 'CC-NOBODY' }, 'cost_center'],
    ['a field named constructor', { constructor: 1 }, 'constructor'],
    ['a field named __proto__', { ['__proto__']: 1 }, '__proto__'],
  ])('is rejected with 422 for %s', async (_, changes, field) => {
    await expectProblem('POST', PATH, { body: { ...dock, ...changes } }, { ...INVALID, field });
  });

  it('is rejected with 400 when its JSON is malformed', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = '{"type": "hardware",';
    await expectProblem('POST', PATH, { body, headers }, { status: 400, code: 'body.malformed' });
  });

  it('is rejected with 415 when its content type is not JSON', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await expectProblem('POST', PATH, { body: 'type=hardware', headers }, { status: 415, code: 'body.content_type' });
  });
});

describe('a call', () => {
  const roleMissing = { status: 403, code: 'auth.role_missing' };

  it('is rejected with 403 when its token has no role, or not the one that the route needs', async () => {
    const token = await hub.token({ user: 'usr_x', roles: 'janitor' });
    await expectProblem('GET', PATH, { token }, roleMissing);
    const id = await create(hub);
    await expectProblem('POST', `${PATH}/${id}/approve`, {}, roleMissing);
    await expectProblem('POST', `${PATH}/${id}/reject`, { body: { reason: 'no' } }, roleMissing);
  });

  it.each([
    ['GET', `${PATH}/proc_00000000000000`, 'request.not_found'],
    ['PATCH', `${PATH}/proc_00000000000000`, 'request.not_found'],
    ['GET', '/v1/erp/sync/sync_000000000000', 'sync_job.not_found'],
    ['GET', `${PATH}/${'x'.repeat(3000)}`, 'route.not_found'],
    ['GET', `${PATH}/%00`, 'request.not_found'],
    ['GET', `${PATH}/constructor`, 'request.not_found'],
    ['GET', `${PATH}/__proto__`, 'request.not_found'],
    ['GET', `${PATH}/proc_1%2Fhistory`, 'route.not_found'],
    ['GET', `/${PATH}`, 'route.not_found'],
    ['GET', `${PATH}/`, 'route.not_found'],
    ['GET', '/v1/nothing', 'route.not_found'],
    ['DELETE', PATH, 'route.not_found'],
  ])('is rejected with 404 for %s %.60s', async (method, path, code) => {
    const options = method === 'PATCH' ? { body: { title: 'x' } } : {};
    await expectProblem(method, path, options, { status: 404, code });
  });
});

describe('an approved request', () => {
  it('can’t be updated, approved or rejected', async () => {
    const id = await create(hub);
    expect((await approve(hub, id)).status).toBe(200);
    const { approver: token } = hub.info.tokens;
    const change = { body: { title: 'Another' } };
    const notPending = { status: 409, code: 'request.not_pending' };
    await expectProblem('PATCH', `${PATH}/${id}`, change, { status: 409, code: 'request.not_editable' });
    await expectProblem('POST', `${PATH}/${id}/approve`, { token }, notPending);
    await expectProblem('POST', `${PATH}/${id}/reject`, { token, body: { reason: 'no' } }, notPending);
  });
});

describe('a pending request', () => {
  it('can’t be approved by its requester, whatever the roles', async () => {
    const token = await hub.token({ user: 'usr_both', roles: 'procurement_requester,procurement_approver' });
    const { body } = await hub.api('POST', PATH, { token, body: dock });
    const forbidden = { status: 403, code: 'request.self_approval' };
    await expectProblem('POST', `${PATH}/${body.id}/approve`, { token }, forbidden);
  });

  it('can’t be rejected without a reason', async () => {
    const id = await create(hub);
    const { approver: token } = hub.info.tokens;
    const problem = { ...INVALID, field: 'reason' };
    await expectProblem('POST', `${PATH}/${id}/reject`, { token }, problem);
    await expectProblem('POST', `${PATH}/${id}/reject`, { token, body: { reason: '  ' } }, problem);
  });
});

describe('a list', () => {
  it.each([
    ['limit=0', { ...INVALID, field: 'limit' }],
    ['limit=101', { ...INVALID, field: 'limit' }],
    ['limit=ten', { ...INVALID, field: 'limit' }],
    ['status=open', { ...INVALID, field: 'status' }],
    [`requester_id=${'x'.repeat(3000)}`, { ...INVALID, field: 'requester_id' }],
    ['limit=5&limit=6', { ...INVALID, field: 'limit' }],
    ['page=2', { ...INVALID, field: 'page' }],
    ['constructor=1', { ...INVALID, field: 'constructor' }],
    ['__proto__=1', { ...INVALID, field: '__proto__' }],
    ['toString=1&toString=2', { ...INVALID, field: 'toString' }],
    ['cursor=AAAA', { status: 400, code: 'cursor.invalid', field: 'cursor' }],
  ])('is rejected with %.40s', async (query, problem) => {
    await expectProblem('GET', `${PATH}?${query}`, {}, problem);
  });
});
