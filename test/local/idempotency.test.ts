import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { committedCents, create, dock, PATH } from './support/requests.ts';

const USER = 'usr_idempotent';
let hub: TestHub;
let requester: string;
beforeAll(async () => {
  hub = await sharedHub();
  requester = await hub.token({ user: USER, roles: 'procurement_requester' });
}, 60_000);

function post(key: string, body: object, path = PATH, token = requester) {
  return hub.api('POST', path, { token, body, headers: { 'idempotency-key': key } });
}

describe('an idempotency key', () => {
  it('gets the first response for the same body, and makes one request', async () => {
    const first = await post('key-1', dock);
    const second = await post('key-1', dock);
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first.body });
    const listed = async () => (await hub.api('GET', `${PATH}?requester_id=${USER}&limit=100`)).body.data;
    expect(await eventually(async () => (await listed()).length || undefined)).toBe(1);
  });

  it('is rejected with another body or at another path', async () => {
    const reused = { status: 422, body: { code: 'idempotency.key_reused' } };
    const { body } = await post('key-2', dock);
    expect(await post('key-2', { ...dock, title: 'Another' })).toMatchObject(reused);
    expect(await post('key-2', {}, `${PATH}/${body.id}/submit`)).toMatchObject(reused);
  });

  it('is another key for another user', async () => {
    const first = await post('key-3', dock);
    const other = await post('key-3', dock, PATH, hub.info.tokens.admin);
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('makes one request of many concurrent calls; the others get its response or 409', async () => {
    const responses = await Promise.all(Array.from({ length: 12 }, () => post('key-4', dock)));
    const done = responses.filter(({ status }) => status === 201);
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body } of responses.filter((response) => response.status !== 201)) {
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'idempotency.in_progress' });
    }
    expect((await post('key-4', dock)).body).toEqual(done[0]?.body);
  });

  it('commits the amount of an approval once when the approval is sent twice', async () => {
    const id = await create(hub);
    const before = await committedCents(hub, dock.cost_center);
    const approve = () => post('key-5', { comment: 'fine' }, `${PATH}/${id}/approve`, hub.info.tokens.approver);
    const [first, second] = [await approve(), await approve()];
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await committedCents(hub, dock.cost_center)).toBe(before + 27_901);
  });

  it('is free again after a rejected body', async () => {
    expect(await post('key-6', { ...dock, type: 'furniture' })).toMatchObject({ status: 422 });
    expect(await post('key-6', dock)).toMatchObject({ status: 201 });
  });

  it('is rejected when it has more than 255 characters', async () => {
    const malformed = { status: 400, body: { code: 'idempotency.key_malformed' } };
    expect(await post('k'.repeat(256), dock)).toMatchObject(malformed);
  });
});
