import type { LookupFunction } from 'node:net';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SubscriptionSecrets } from '../../../../core/runtime/webhooks/subscription-secrets.ts';
import { loadDelivery, saveDelivery, saveNewDelivery } from '../../../../core/store/deliveries.ts';
import { MAX_SUBSCRIPTIONS } from '../../../../core/store/subscriptions.ts';
import { queryAll } from '../../../../core/store/table.ts';
import { commit } from '../../../../core/store/write.ts';
import { attemptBegun, attemptEnded, type Delivery, newDelivery } from '../../../../core/webhooks/delivery.ts';
import { type SigningKeys, signingSecrets } from '../../../../core/webhooks/signing-keys.ts';
import { createSubscription } from '../../../../functions/management/routes/create-subscription.ts';
import { deleteSubscription } from '../../../../functions/management/routes/delete-subscription.ts';
import { getSubscription } from '../../../../functions/management/routes/get-subscription.ts';
import { listDeliveries } from '../../../../functions/management/routes/list-deliveries.ts';
import { listSubscriptions } from '../../../../functions/management/routes/list-subscriptions.ts';
import { redeliver } from '../../../../functions/management/routes/redeliver.ts';
import { rotateSubscriptionSecret } from '../../../../functions/management/routes/rotate-subscription-secret.ts';
import { updateSubscription } from '../../../../functions/management/routes/update-subscription.ts';
import { REQUESTER_CLAIMS } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { callerOf } from './support.ts';

const hub = hubTable();
const { org_id } = REQUESTER_CLAIMS;
const NOW = 1_708_733_100_000;
const addresses: Readonly<Record<string, string>> = { 'inside.example': '10.0.0.7', 'example.com': '93.184.215.14' };
const lookup: LookupFunction = (hostname, _, callback) => {
  const address = addresses[hostname];
  if (address) callback(null, [{ address, family: 4 }]);
  else callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
};
const urls = { protocols: ['https:'], loopback: false, lookup };

let stored: Map<string, SigningKeys>;
let now: number;
beforeEach(() => {
  stored = new Map();
  now = NOW;
});
/** Versions are named after the secret and their number. */
const secrets: SubscriptionSecrets = {
  read: async (_, version) => stored.get(version),
  create: async ({ id }, keys) => save(id, keys),
  put: async ({ id }, keys) => save(id, keys),
  delete: async ({ id }) => {
    for (const version of stored.keys()) if (version.startsWith(id)) stored.delete(version);
  },
};
function save(id: string, keys: SigningKeys): string {
  const version = `${id}/${stored.size}`;
  stored.set(version, keys);
  return version;
}
const call = callerOf(
  () => hub.table,
  () => [
    createSubscription({ table: hub.table, secrets, urls, send: () => Promise.reject(new Error('not sent')) }),
    deleteSubscription({ table: hub.table, secrets }),
    getSubscription(hub.table),
    listDeliveries(hub.table),
    listSubscriptions(hub.table),
    redeliver(hub.table),
    rotateSubscriptionSecret({ table: hub.table, secrets }),
    updateSubscription({ table: hub.table, urls }),
  ],
  () => now,
);

const CREATE = 'POST /v1/subscriptions';
const PATCH = 'PATCH /v1/subscriptions/{id}';
const ROTATE = 'POST /v1/subscriptions/{id}/rotate';
const input = { url: 'https://example.com/hook', event_types: ['procurement.request.rejected'] };
async function create(): Promise<{ readonly id: string; readonly secret: string }> {
  return (await call(CREATE, { body: input })).body;
}
async function allItems(): Promise<string> {
  const partitions = [`ORG#${org_id}#SUBSCRIPTIONS`];
  const items = partitions.map((pk) =>
    queryAll(hub.table, { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }),
  );
  return JSON.stringify(await Promise.all(items));
}

describe('creating a subscription', () => {
  it('shows a secret that is not in the table, nor read again', async () => {
    const { status, body } = await call(CREATE, { body: { ...input, event_types: ['*', '*'] } });
    expect([status, body.event_types, body.enabled]).toEqual([201, ['*'], true]);
    expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await allItems()).not.toContain(body.secret);
    const { secret: _, ...shown } = body;
    const params = { id: body.id };
    expect((await call('GET /v1/subscriptions/{id}', { params })).body).toEqual(shown);
    expect((await call('GET /v1/subscriptions')).body).toEqual({ data: [shown] });
  });

  it.each([
    [{ ...input, url: 'https://inside.example/hook' }, 'url'],
    [{ ...input, url: 'https://169.254.169.254/' }, 'url'],
    [{ ...input, url: 'http://example.com/' }, 'url'],
    [{ ...input, url: 'https://me:secret@example.com/' }, 'url'],
    [{ ...input, event_types: [] }, 'event_types'],
    [{ ...input, event_types: ['procurement.sync.became_due'] }, 'event_types.0'],
    [{ ...input, event_types: ['procurement.subscription.test'] }, 'event_types.0'],
    [{ url: input.url }, 'event_types'],
    [{ ...input, secret: 'mine' }, 'secret'],
  ])('rejects %j and names the field, with nothing written', async (body, path) => {
    const { status, body: problem } = await call(CREATE, { body });
    expect([status, problem.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
    expect([stored.size, await allItems()]).toEqual([0, '[[]]']);
  });

  it('has room for twenty, also when more are created at once, and again after a deletion', async () => {
    const calls = Array.from({ length: MAX_SUBSCRIPTIONS + 5 }, () => call(CREATE, { body: input }));
    const responses = await Promise.all(calls);
    const created = responses.filter(({ status }) => status === 201);
    expect(created).toHaveLength(MAX_SUBSCRIPTIONS);
    const codes = responses.filter(({ status }) => status !== 201).map(({ body }) => body.code);
    expect(new Set(codes)).toEqual(new Set(['subscription.limit']));
    const params = { id: created[0]?.body.id };
    expect(await call('DELETE /v1/subscriptions/{id}', { params })).toMatchObject({ status: 200 });
    expect(await call('DELETE /v1/subscriptions/{id}', { params })).toMatchObject({ status: 404 });
    expect(await call(CREATE, { body: input })).toMatchObject({ status: 201 });
    expect(await call(CREATE, { body: input })).toMatchObject({ status: 409 });
  });
});

describe('a change of a subscription', () => {
  it('keeps what it does not name', async () => {
    const { id } = await create();
    const params = { id };
    const changed = await call(PATCH, { params, body: { description: 'Ours', enabled: false } });
    expect(changed).toMatchObject({
      status: 200,
      body: { url: input.url, event_types: input.event_types, description: 'Ours', enabled: false },
    });
    expect(changed.body.disabled_reason).toContain('person');
    expect((await call(PATCH, { params, body: { enabled: true } })).body).toMatchObject({
      enabled: true,
      disabled_reason: null,
      description: 'Ours',
    });
  });

  it('is rejected for an address inside, or another version', async () => {
    const { id } = await create();
    const inside = await call(PATCH, { params: { id }, body: { url: 'https://inside.example' } });
    expect(inside).toMatchObject({ status: 422, body: { errors: [{ path: 'url' }] } });
    const other = await call(PATCH, { params: { id }, headers: { 'if-match': '"7"' }, body: { description: null } });
    expect(other).toMatchObject({ status: 412 });
    expect((await call(PATCH, { params: { id: 'sub_0' }, body: {} })).body.code).toBe('subscription.not_found');
  });
});

describe('a rotation', () => {
  it('signs with the secret that one of two concurrent calls returned', async () => {
    const { id, secret } = await create();
    const calls = [1, 2].map(() => call(ROTATE, { params: { id }, body: { overlap_seconds: 60 } }));
    const [rotated, conflict] = (await Promise.all(calls)).sort((a, b) => a.status - b.status);
    expect([rotated?.status, conflict?.status]).toEqual([200, 409]);
    const items = await allItems();
    const signing = [...stored].find(([version]) => items.includes(`"${version}"`))?.[1] ?? [];
    expect(signingSecrets(signing, NOW)).toEqual([rotated?.body.secret, secret]);
    expect(signingSecrets(signing, NOW + 60_000)).toEqual([rotated?.body.secret]);
  });

  it('is a conflict without a secret: a deletion has begun', async () => {
    const { id } = await create();
    stored.clear();
    const { status, body } = await call(ROTATE, { params: { id }, body: {} });
    expect([status, body.code, stored.size]).toEqual([409, 'conflict.version', 0]);
    expect(await call('DELETE /v1/subscriptions/{id}', { params: { id } })).toMatchObject({ status: 200 });
  });

  it.each([-1, 604_801, 1.5])('rejects an overlap of %d seconds', async (overlap_seconds) => {
    const { id } = await create();
    expect(await call(ROTATE, { params: { id }, body: { overlap_seconds } })).toMatchObject({ status: 422 });
  });
});

describe('deliveries', () => {
  const LIST = 'GET /v1/subscriptions/{id}/deliveries';
  const REDELIVER = 'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver';
  const delivery = (id: string, number: number): Delivery => {
    const event = { event_id: `e${number}`, event_type: 'x', occurred_at: 1_708_733_100 + number };
    return attemptBegun(newDelivery({ org_id, id }, event, '{}', NOW), NOW);
  };

  it('are listed by the newest event, in pages and by state, without their bodies', async () => {
    const { id } = await create();
    for (const number of [2, 1, 3]) await commit(hub.table, [saveNewDelivery(delivery(id, number))]);
    const seen = delivery(id, 2);
    await commit(hub.table, [saveDelivery(seen, attemptEnded(seen, { status: 200, error: null }, 0, NOW))]);
    const events = ({ data }: { data: { event_id: string }[] }) => data.map(({ event_id }) => event_id);
    const { body: first } = await call(LIST, { params: { id }, query: { limit: '2' } });
    expect([events(first), first.has_more]).toEqual([['e3', 'e2'], true]);
    const next = { limit: '2', cursor: first.next_cursor };
    const { body: second } = await call(LIST, { params: { id }, query: next });
    expect([events(second), second.has_more, second.next_cursor]).toEqual([['e1'], false, null]);
    expect(events((await call(LIST, { params: { id }, query: { state: 'pending' } })).body)).toEqual(['e3', 'e1']);
    expect(first.data[0]).not.toHaveProperty('payload');
    const foreign = await call(LIST, { params: { id }, query: { ...next, state: 'failed' } });
    expect(foreign).toMatchObject({ status: 400, body: { code: 'cursor.invalid' } });
    expect(await call(LIST, { params: { id }, query: { state: 'lost' } })).toMatchObject({ status: 422 });
  });

  it('are repeated unless an attempt is under way or the subscription is disabled', async () => {
    const { id } = await create();
    const held = delivery(id, 1);
    await commit(hub.table, [saveNewDelivery(held)]);
    const params = { id, delivery_id: held.id };
    expect(await call(REDELIVER, { params })).toMatchObject({ status: 409, body: { code: 'delivery.in_progress' } });
    now = held.lease_until;
    expect(await call(REDELIVER, { params })).toMatchObject({ status: 202, body: { state: 'pending', attempts: 1 } });
    expect(await loadDelivery(hub.table, org_id, id, held.id)).toMatchObject({ notifications: 1 });
    await call(PATCH, { params: { id }, body: { enabled: false } });
    expect(await call(REDELIVER, { params })).toMatchObject({ status: 409, body: { code: 'subscription.disabled' } });
    const other = await call(REDELIVER, { params: { id, delivery_id: 'dlv_0' } });
    expect(other).toMatchObject({ status: 404, body: { code: 'delivery.not_found' } });
  });
});
