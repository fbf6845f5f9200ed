import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startRuntime, type TestNode } from './support/hub.ts';
import { committedCents, create, dock } from './support/requests.ts';

const PATH = '/v1/erp/procurement';
let node: TestNode;
beforeAll(async () => {
  node = await startRuntime();
}, 60_000);
afterAll(() => node.stop());

function post(key: string, body: object, path = PATH, token = node.hub.tokens.requester) {
  return node.api('POST', path, { token, body, headers: { 'idempotency-key': key } });
}

it('the same key and body get the same answer, and make one request', async () => {
  const first = await post('key-1', dock);
  const second = await post('key-1', dock);
  expect(first.status).toBe(201);
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect((await node.api('GET', `${PATH}?limit=100`)).body.data).toHaveLength(1);
});

it('the same key with another body, or at another path, is refused', async () => {
  const reused = { status: 422, body: { code: 'idempotency.key_reused' } };
  const { body } = await post('key-2', dock);
  expect(await post('key-2', { ...dock, title: 'Another' })).toMatchObject(reused);
  expect(await post('key-2', {}, `${PATH}/${body.id}/submit`)).toMatchObject(reused);
});

it('another user’s key is another key', async () => {
  const first = await post('key-3', dock);
  const other = await post('key-3', dock, PATH, node.hub.tokens.admin);
  expect(other.status).toBe(201);
  expect(other.body.id).not.toBe(first.body.id);
});

it('of many at once one is done; the others get its answer or are asked to come again', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => post('key-4', dock)));
  const done = answers.filter(({ status }) => status === 201);
  expect(new Set(done.map(({ body }) => body.id)).size).toBe(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'idempotency.in_progress' });
  }
  expect((await post('key-4', dock)).body).toEqual(done[0]?.body);
});

it('an approval that comes twice commits its amount once', async () => {
  const id = await create(node);
  const before = await committedCents(node, 'CC-IT-EUS');
  const approve = () => post('key-5', { comment: 'fine' }, `${PATH}/${id}/approve`, node.hub.tokens.approver);
  const [first, second] = [await approve(), await approve()];
  expect(second).toMatchObject({ status: 200, body: first.body });
  expect(await committedCents(node, 'CC-IT-EUS')).toBe(before + 27_901);
});

it('a refusal is not kept: the same key may do it right', async () => {
  expect(await post('key-6', { ...dock, type: 'furniture' })).toMatchObject({ status: 422 });
  expect(await post('key-6', dock)).toMatchObject({ status: 201 });
});

it('a key of no or too many characters is refused', async () => {
  expect(await post('k'.repeat(256), dock)).toMatchObject({ status: 400, body: { code: 'idempotency.key_malformed' } });
});
