import { describe, expect, it } from '@jest/globals';
import { HubError } from '../../../../../core/domain/errors.ts';
import { ROLES } from '../../../../../core/runtime/http/caller.ts';
import { defineRoute } from '../../../../../core/runtime/http/route.ts';
import type { Write } from '../../../../../core/store/write.ts';
import { REQUESTER_CLAIMS } from '../../../support/http-event.ts';
import { captureLogs } from '../../../support/logs.ts';
import { apiOf, createOrder, NOW_MS, orderItem } from './support.ts';

const logs = captureLogs();
const CREATE = 'POST /v1/orders';
const laptop = { title: 'Laptop' };

function withKey(key: string, body: unknown = laptop) {
  return { headers: { 'idempotency-key': key }, body };
}

function insertOnce(id: string): Write {
  return {
    put: { Item: { pk: id }, ConditionExpression: 'attribute_not_exists(pk)' },
    onConditionFailed: () => new HubError('conflict.version', `${id} has changed.`),
  };
}

describe('a POST with an Idempotency-Key', () => {
  it('saves its response for 24 hours in the transaction of its writes', async () => {
    const api = apiOf([createOrder()]);
    const { body } = await api.call(CREATE, withKey('key-1'));
    expect(api.commands).toEqual(['GetCommand', 'TransactWriteCommand']);
    const [record] = [...api.items.values()].filter(({ entity }) => entity === 'idempotency_record');
    expect(record).toMatchObject({
      status: 201,
      body: JSON.stringify(body),
      expires_at: Math.floor(NOW_MS / 1000) + 86_400,
    });
    expect(JSON.stringify(record)).not.toContain('key-1');
  });

  it('gets the saved response when it is repeated, without running again', async () => {
    const api = apiOf([createOrder()]);
    const first = await api.call(CREATE, withKey('key-1'));
    const second = await api.call(CREATE, withKey('key-1'));
    expect(second).toEqual(first);
    expect(api.commands).toEqual(['GetCommand', 'TransactWriteCommand', 'GetCommand']);
    expect(api.items.has('ORDER#ord_2')).toBe(false);
  });

  it('runs again when its key has expired and TTL has not yet deleted it', async () => {
    let nowMs = NOW_MS;
    const api = apiOf([createOrder()], { clock: () => nowMs });
    expect(await api.call(CREATE, withKey('key-1'))).toMatchObject({ body: { id: 'ord_1' } });
    nowMs += 24 * 60 * 60 * 1000 - 1000;
    expect(await api.call(CREATE, withKey('key-1'))).toMatchObject({ body: { id: 'ord_1' } });
    nowMs += 2000;
    const another = withKey('key-1', { title: 'Desk' });
    expect(await api.call(CREATE, another)).toMatchObject({ status: 201, body: { id: 'ord_2', title: 'Desk' } });
    expect(await api.call(CREATE, another)).toMatchObject({ status: 201, body: { id: 'ord_2' } });
  });

  it('gets 403 without the role that the route needs, whatever is saved under the key', async () => {
    const api = apiOf([createOrder()]);
    await api.call(CREATE, withKey('key-1'));
    const commands = api.commands.length;
    const claims = { ...REQUESTER_CLAIMS, roles: 'janitor' };
    for (const key of ['key-1', 'x'.repeat(256)]) {
      expect(await api.call(CREATE, { ...withKey(key), claims })).toMatchObject({
        status: 403,
        body: { code: 'auth.role_missing' },
      });
    }
    expect(api.commands).toHaveLength(commands);
  });

  it('gets 422 when the key was used with another body', async () => {
    const api = apiOf([createOrder()]);
    await api.call(CREATE, withKey('key-1'));
    const reused = await api.call(CREATE, withKey('key-1', { title: 'Dock' }));
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
    expect(api.items.has('ORDER#ord_2')).toBe(false);
  });

  it('gets 422 when the key was used at another path', async () => {
    const submit = defineRoute('POST /v1/orders/{id}/submit', {
      roles: ROLES,
      handle: async ({ params: { id } }) => ({ status: 200, body: { id }, writes: [orderItem(id, 'submitted')] }),
    });
    const api = apiOf([createOrder(), submit]);
    await api.call(CREATE, withKey('key-1'));
    const reused = await api.call(submit.key, { params: { id: 'ord_1' }, ...withKey('key-1') });
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency.key_reused' } });
  });

  it.each([
    ['user', { sub: 'usr_other' }],
    ['organization', { org_id: 'org_other' }],
  ])('runs when the key is that of another %s', async (_, claims) => {
    const api = apiOf([createOrder()]);
    await api.call(CREATE, withKey('key-1'));
    const other = await api.call(CREATE, { ...withKey('key-1'), claims: { ...REQUESTER_CLAIMS, ...claims } });
    expect(other).toMatchObject({ status: 201, body: { id: 'ord_2' } });
  });

  it.each(['', 'k'.repeat(256)])('gets 400 with the header named for the key "%s"', async (key) => {
    const api = apiOf([createOrder()]);
    expect(await api.call(CREATE, withKey(key))).toMatchObject({
      status: 400,
      body: {
        code: 'idempotency.key_malformed',
        detail: 'Idempotency-Key must have 1 to 255 characters.',
        errors: [{ path: 'Idempotency-Key', message: 'must have 1 to 255 characters' }],
      },
    });
    expect(api.commands).toEqual([]);
  });

  it('may have a key of 255 characters', async () => {
    expect(await apiOf([createOrder()]).call(CREATE, withKey('k'.repeat(255)))).toMatchObject({ status: 201 });
  });

  it('saves no response for an error, so that the same key can be used for the corrected body', async () => {
    const api = apiOf([createOrder()]);
    expect(await api.call(CREATE, withKey('key-1', { title: '' }))).toMatchObject({ status: 422 });
    expect(await api.call(CREATE, withKey('key-1'))).toMatchObject({ status: 201, body: { id: 'ord_1' } });
  });

  it('saves no response when the route writes nothing', async () => {
    const search = defineRoute('POST /v1/search', {
      roles: ROLES,
      handle: async () => ({ status: 200, body: { hits: [] } }),
    });
    const api = apiOf([search]);
    expect(await api.call(search.key, withKey('key-1'))).toMatchObject({ status: 200 });
    expect(api.commands).toEqual(['GetCommand']);
  });

  it('is not logged when it is rejected', async () => {
    const api = apiOf([createOrder()]);
    await api.call(CREATE, withKey('key-1'));
    await api.call(CREATE, withKey('key-1', { title: 'Dock' }));
    expect(logs.text()).toBe('');
  });
});

describe('two concurrent POSTs with one Idempotency-Key', () => {
  it('write once, and the other gets the saved response', async () => {
    const api = apiOf([createOrder()]);
    const [first, second] = await Promise.all([api.call(CREATE, withKey('key-1')), api.call(CREATE, withKey('key-1'))]);
    expect(first).toMatchObject({ status: 201, body: { id: 'ord_1' } });
    expect(second).toEqual(first);
    expect(api.items.has('ORDER#ord_2')).toBe(false);
    expect(await api.call(CREATE, withKey('key-1'))).toEqual(first);
  });

  it('write once when their writes conflict too, and the other gets the saved response', async () => {
    const reserve = defineRoute('POST /v1/reservations', {
      roles: ROLES,
      handle: async () => ({ status: 201, body: {}, writes: [insertOnce('seat-1')] }),
    });
    const api = apiOf([reserve]);
    const call = () => api.call(reserve.key, withKey('key-1', {}));
    const [first, second] = await Promise.all([call(), call()]);
    expect(first).toMatchObject({ status: 201 });
    expect(second).toEqual(first);
  });

  it('return one response when the change of the first makes the second fail', async () => {
    const secondRuns = Promise.withResolvers<void>();
    let runs = 0;
    const approve = defineRoute('POST /v1/orders/{id}/approve', {
      roles: ROLES,
      async handle({ params: { id } }) {
        if (++runs === 1) {
          await secondRuns.promise;
          return { status: 200, body: { id, status: 'approved' }, writes: [orderItem(id, 'approved')] };
        }
        secondRuns.resolve();
        await firstCall;
        throw new HubError('request.not_pending', `${id} is approved.`);
      },
    });
    const api = apiOf([approve]);
    const call = () => api.call(approve.key, { params: { id: 'ord_1' }, ...withKey('key-1', {}) });
    const firstCall = call();
    const [first, second] = await Promise.all([firstCall, call()]);
    expect(first).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(second).toEqual(first);
    expect(await api.call(approve.key, { params: { id: 'ord_1' }, ...withKey('key-2', {}) })).toMatchObject({
      status: 409,
      body: { code: 'request.not_pending' },
    });
  });
});
