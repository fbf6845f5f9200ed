import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CallOptions, startRuntime, type TestNode } from './support/hub.ts';
import { approve, create, dock } from './support/requests.ts';

const PATH = '/v1/erp/procurement';
const [item] = dock.items;
let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(() => node.stop());

async function total() {
  return (await node.api('GET', `${PATH}?limit=100`)).body.data.length;
}
/** How many writes the API has made so far; the consumers' go on by themselves. */
async function writes(): Promise<number> {
  const { body } = await node.control('GET', '/meter');
  const actions = body['procurement-hub-dev-api'].dynamodb;
  const done = (action: string) => (actions[action]?.requests ?? 0) - (actions[action]?.errors ?? 0);
  return done('PutItem') + done('UpdateItem') + done('TransactWriteItems');
}

/** The call is refused as a problem with this status and code, naming the field if there is one, and nothing is written. */
async function refused(
  method: string,
  path: string,
  options: CallOptions,
  status: number,
  code: string,
  field?: string,
) {
  const before = [await total(), await writes()];
  const answer = await node.api(method, path, options);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect({ status: answer.status, body: answer.body }).toMatchObject({
    status,
    body: { status, code, title: expect.any(String), type: 'about:blank', detail: expect.any(String) },
  });
  if (field !== undefined)
    expect(answer.body.errors.map(({ path: named }: { path: string }) => named)).toContain(field);
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.(ts|mjs|js):\d+/);
  expect([await total(), await writes()]).toEqual(before);
}

describe('a new request is refused with', () => {
  it.each([
    ['an unknown type', { type: 'furniture' }, 'type'],
    ['empty items', { items: [] }, 'items'],
    ['quantity 0', { items: [{ ...item, quantity: 0 }] }, 'items.0.quantity'],
    ['a fractional quantity', { items: [{ ...item, quantity: 0.5 }] }, 'items.0.quantity'],
    ['a negative cost', { items: [{ ...item, unit_cost: -0.01 }] }, 'items.0.unit_cost'],
    ['a three-decimal cost', { items: [{ ...item, unit_cost: 9.999 }] }, 'items.0.unit_cost'],
    ['mixed currencies', { items: [item, { ...item, currency: 'EUR' }] }, 'items.1.currency'],
    ['an unknown currency', { items: [{ ...item, currency: 'ZZZ' }] }, 'items.0.currency'],
    ['300 items', { items: Array.from({ length: 300 }, () => item) }, 'items'],
    ['a title of a megabyte', { title: 'x'.repeat(1_000_000) }, 'title'],
    ['an unknown cost center', { cost_center: 'CC-NOBODY' }, 'cost_center'],
  ])('%s', async (_, changes, field) => {
    await refused('POST', PATH, { body: { ...dock, ...changes } }, 422, 'validation.failed', field);
  });

  it('malformed JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    await refused('POST', PATH, { body: '{"type": "hardware",', headers }, 400, 'body.malformed');
  });

  it('a wrong content type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await refused('POST', PATH, { body: 'type=hardware', headers }, 415, 'body.content_type');
  });

  it('a body larger than the gateway takes', async () => {
    const headers = { 'content-type': 'application/json' };
    await refused('POST', PATH, { body: `"${'x'.repeat(10 * 1024 * 1024)}"`, headers }, 413, 'payload.too_large');
  });
});

describe('a token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = () => ({
    iss: node.hub.issuer,
    aud: 'procurement-hub',
    sub: 'usr_x',
    org_id: node.hub.org,
    roles: ['procurement_approver'],
    exp: Math.floor(Date.now() / 1000) + 600,
  });

  it('none at all', async () => {
    await refused('GET', PATH, { token: null }, 401, 'auth.token_missing');
  });

  it('one that is over', async () => {
    const token = await node.token({ user: 'usr_x', roles: 'procurement_requester', expiresIn: -60 });
    await refused('GET', PATH, { token }, 401, 'auth.token_expired');
  });

  it('one of another issuer, with a key of its own', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signed = `${part({ alg: 'RS256', kid: 'x' })}.${part({ ...claims(), iss: 'https://evil.example.com' })}`;
    const token = `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    await refused('GET', PATH, { token }, 401, 'auth.token_invalid');
  });

  it('one that names our issuer but is signed by nobody, or with what everybody knows', async () => {
    const unsigned = `${part({ alg: 'none' })}.${part(claims())}.`;
    const hmac = `${part({ alg: 'HS256' })}.${part(claims())}`;
    const forged = `${hmac}.${createHmac('sha256', 'secret').update(hmac).digest('base64url')}`;
    for (const token of [unsigned, forged, 'nonsense'])
      await refused('GET', PATH, { token }, 401, 'auth.token_invalid');
  });

  it('one without a role, or without the role that it takes', async () => {
    const token = await node.token({ user: 'usr_x', roles: 'janitor' });
    await refused('GET', PATH, { token }, 403, 'auth.role_missing');
    const id = await create(node);
    await refused('POST', `${PATH}/${id}/approve`, {}, 403, 'auth.role_missing');
    await refused('POST', `${PATH}/${id}/reject`, { body: { reason: 'no' } }, 403, 'auth.role_missing');
  });
});

describe('a request that exists', () => {
  it('it is not found under an unknown id, and there is nothing at an unknown path', async () => {
    await refused('GET', `${PATH}/proc_00000000000000`, {}, 404, 'request.not_found');
    await refused('PATCH', `${PATH}/proc_00000000000000`, { body: { title: 'x' } }, 404, 'request.not_found');
    await refused('GET', '/v1/erp/sync/sync_000000000000', {}, 404, 'sync_job.not_found');
    await refused('GET', `${PATH}/${'x'.repeat(3000)}`, {}, 404, 'route.not_found');
    await refused('GET', `${PATH}/%00`, {}, 404, 'request.not_found');
    await refused('GET', '/v1/nothing', {}, 404, 'route.not_found');
    await refused('DELETE', PATH, {}, 404, 'route.not_found');
  });

  it('approved, it is neither changed, approved again nor rejected', async () => {
    const id = await create(node);
    expect((await approve(node, id)).status).toBe(200);
    const { approver } = node.hub.tokens;
    await refused('PATCH', `${PATH}/${id}`, { body: { title: 'Another' } }, 409, 'request.not_editable');
    await refused('POST', `${PATH}/${id}/approve`, { token: approver }, 409, 'request.not_pending');
    await refused(
      'POST',
      `${PATH}/${id}/reject`,
      { token: approver, body: { reason: 'no' } },
      409,
      'request.not_pending',
    );
  });

  it('nobody approves their own, whatever their roles', async () => {
    const token = await node.token({ user: 'usr_both', roles: 'procurement_requester,procurement_approver' });
    const { body } = await node.api('POST', PATH, { token, body: dock });
    await refused('POST', `${PATH}/${body.id}/approve`, { token }, 403, 'request.self_approval');
  });

  it('it is not rejected without a reason', async () => {
    const id = await create(node);
    const { approver: token } = node.hub.tokens;
    await refused('POST', `${PATH}/${id}/reject`, { token }, 422, 'validation.failed', 'reason');
    await refused(
      'POST',
      `${PATH}/${id}/reject`,
      { token, body: { reason: '  ' } },
      422,
      'validation.failed',
      'reason',
    );
  });
});

describe('a list', () => {
  it.each([
    ['limit=0', 422, 'validation.failed', 'limit'],
    ['limit=101', 422, 'validation.failed', 'limit'],
    ['limit=ten', 422, 'validation.failed', 'limit'],
    ['status=open', 422, 'validation.failed', 'status'],
    [`requester_id=${'x'.repeat(3000)}`, 422, 'validation.failed', 'requester_id'],
    ['limit=5&limit=6', 422, 'validation.failed', 'limit'],
    ['page=2', 422, 'validation.failed', 'page'],
    ['cursor=AAAA', 400, 'cursor.invalid', 'cursor'],
  ])('it is refused with %s', async (query, status, code, field) => {
    await refused('GET', `${PATH}?${query}`, {}, status, code, field);
  });
});
