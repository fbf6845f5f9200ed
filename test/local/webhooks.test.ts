import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { isVerified, Receiver } from './support/receiver.ts';
import { dock, PATH, provisionOrganization } from './support/requests.ts';

/** A hub of its own: it is killed. */
let hub: OwnHub;
let receiver: Receiver;
beforeAll(async () => {
  hub = await startHub();
  receiver = await Receiver.start();
}, 60_000);
afterAll(async () => {
  receiver.stop();
  await hub.stop();
});

const SUBSCRIPTIONS = '/v1/subscriptions';

/** An organization of one test's own: what the hub remembers of others' subscriptions does not delay it. */
async function organization(org: string) {
  await provisionOrganization(hub, org);
  const tokenOf = (user: string, roles: string) => hub.token({ user, org, roles });
  const [requester, approver, token] = await Promise.all([
    tokenOf('usr_requester', 'procurement_requester'),
    tokenOf('usr_approver', 'procurement_approver'),
    tokenOf('usr_admin', 'procurement_admin'),
  ]);
  const admin = (method: string, path: string, body?: object, headers = {}) =>
    hub.api(method, `${SUBSCRIPTIONS}${path}`, { token, headers, ...(body && { body }) });
  return {
    admin,
    subscribe: async (...event_types: string[]) => {
      const { status, body } = await admin('POST', '', { url: receiver.url, event_types });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body;
    },
    deliveriesOf: async (id: string, query = '') => (await admin('GET', `/${id}/deliveries${query}`)).body.data,
    request: async (): Promise<string> => (await hub.api('POST', PATH, { token: requester, body: dock })).body.id,
    reject: (id: string) =>
      hub.api('POST', `${PATH}/${id}/reject`, { token: approver, body: { reason: 'Too expensive for this year' } }),
    health: async () => (await hub.api('GET', '/v1/health', { token: approver })).body,
    approver,
  };
}

describe('a subscription', () => {
  it('tells the requester’s side of a rejection, signed, and of nothing else', async () => {
    receiver.reply(204);
    const { subscribe, request: newRequest, reject, admin, deliveriesOf } = await organization('org_rejection');
    const { id, secret } = await subscribe('procurement.request.rejected');
    const request = await newRequest();
    await reject(request);
    const [message] = await eventually(() => receiver.received.length > 0 && receiver.received);
    if (!message) throw new Error('nothing was received');
    expect(message.message).toEqual({
      type: 'procurement.request.rejected',
      timestamp: expect.stringMatching(/^20\d\d-.*Z$/),
      data: {
        requester_id: 'usr_requester',
        event_id: `procurement_request:${request}:2:procurement.request.rejected`,
        org_id: 'org_rejection',
        subject: { entity: 'procurement_request', id: request, version: 2 },
      },
    });
    expect(isVerified(message, secret)).toBe(true);
    expect(isVerified({ ...message, body: message.body.replace(request, 'proc_00000000000000') }, secret)).toBe(false);
    expect(message.body).not.toContain('expensive');

    const [delivery] = await eventually(async () => {
      const found = await deliveriesOf(id, '?state=delivered');
      return found.length > 0 && found;
    });
    expect(delivery).toMatchObject({ id: message.id, state: 'delivered', attempts: 1, last_status: 204 });
    expect(await admin('POST', `/${id}/deliveries/${delivery.id}/redeliver`)).toMatchObject({ status: 202 });
    await eventually(() => receiver.received.length === 2);
    expect(receiver.received[1]).toMatchObject({ id: message.id, body: message.body });

    await admin('DELETE', `/${id}`);
    expect(await admin('GET', `/${id}`)).toMatchObject({ status: 404, body: { code: 'subscription.not_found' } });
  }, 90_000);

  it('shows its secret once, and signs with both during a rotation', async () => {
    receiver.reply(200);
    const { admin } = await organization('org_rotation');
    const key = { 'idempotency-key': 'one-subscription' };
    const input = { url: receiver.url, event_types: ['*'], description: 'All' };
    const { body: created } = await admin('POST', '', input, key);
    const { body: repeated } = await admin('POST', '', input, key);
    expect(created.secret).toMatch(/^whsec_/);
    expect(repeated).toEqual({ ...created, secret: null });
    expect((await admin('GET', `/${created.id}`)).body).not.toHaveProperty('secret');

    const { body: rotated } = await admin('POST', `/${created.id}/rotate`, {});
    expect(await admin('POST', `/${created.id}/test`, {})).toMatchObject({ body: { delivered: true, status: 200 } });
    const [both] = receiver.received;
    if (!both) throw new Error('nothing was received');
    expect([created.secret, rotated.secret].map((secret) => isVerified(both, secret))).toEqual([true, true]);
    expect(both.message.type).toBe('procurement.subscription.test');

    const { body: last } = await admin('POST', `/${created.id}/rotate`, { overlap_seconds: 0 });
    await admin('POST', `/${created.id}/test`, {});
    const after = receiver.received[1];
    if (!after) throw new Error('nothing was received');
    const secrets = [created.secret, rotated.secret, last.secret];
    expect(secrets.map((secret) => isVerified(after, secret))).toEqual([false, false, true]);

    receiver.reply(500);
    expect(await admin('POST', `/${created.id}/test`, {})).toMatchObject({
      status: 200,
      body: { delivered: false, status: 500, error: 'The receiver answered 500.' },
    });
    await admin('DELETE', `/${created.id}`);
    const written = [...hub.logs('management'), ...hub.logs('notify')].join();
    for (const secret of secrets) expect(written).not.toContain(secret);
  });

  it.each([
    'https://10.1.2.3/x',
    'http://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/',
    'https://user:secret@example.com/',
    'ftp://example.com/',
    'no URL',
  ])('is rejected for the URL %s', async (url) => {
    const { admin: token } = hub.info.tokens;
    expect(await hub.api('POST', SUBSCRIPTIONS, { token, body: { url, event_types: ['*'] } })).toMatchObject({
      status: 422,
      body: { code: 'validation.failed', errors: [{ path: 'url' }] },
    });
  });

  it('is for administrators of its organization', async () => {
    const { subscribe, approver } = await organization('org_roles');
    const { id } = await subscribe('*');
    const other = await hub.token({ user: 'usr_x', org: 'org_other', roles: 'procurement_admin' });
    for (const path of [`/${id}`, `/${id}/deliveries`]) {
      expect(await hub.api('GET', `${SUBSCRIPTIONS}${path}`, { token: other })).toMatchObject({ status: 404 });
      expect(await hub.api('GET', `${SUBSCRIPTIONS}${path}`, { token: approver })).toMatchObject({ status: 403 });
    }
  });
});

describe('a receiver that is down', () => {
  it('gets each event once when it is up again', async () => {
    const { subscribe, request, health, admin, deliveriesOf } = await organization('org_down');
    const { id } = await subscribe('procurement.request.created');
    receiver.reply(503);
    const requests = await Promise.all([request(), request()]);
    await eventually(() => requests.every((request) => receiver.about(request).length === 2), { deadline: 30_000 });
    expect(await health()).toMatchObject({
      status: 'degraded',
      integrations: [],
      subscriptions: [{ id, last_error: 'The receiver answered 503.' }],
    });
    receiver.reply(200);
    await eventually(() => requests.every((request) => receiver.about(request).length > 0), { deadline: 60_000 });
    await eventually(async () => (await deliveriesOf(id, '?state=pending')).length === 0);
    for (const request of requests) expect(receiver.about(request)).toHaveLength(1);
    expect(await deliveriesOf(id)).toMatchObject([{ attempts: 3 }, { attempts: 3 }]);
    expect((await admin('GET', `/${id}`)).body).toMatchObject({ failing_since: null, last_error: null });
    expect(await health()).toMatchObject({ status: 'healthy', subscriptions: [] });
  }, 150_000);
});

describe('a hub that is killed while a receiver is called', () => {
  it('delivers the event with the same webhook-id after its restart', async () => {
    const { subscribe, request: newRequest, deliveriesOf } = await organization('org_killed');
    const { id } = await subscribe('procurement.request.created');
    receiver.reply('silence');
    const request = await newRequest();
    const [before] = await eventually(() => receiver.about(request).length > 0 && receiver.about(request));
    await hub.kill();
    receiver.reply(200);
    await hub.restart();
    expect(await deliveriesOf(id)).toMatchObject([{ id: before?.id, state: 'pending', attempts: 1 }]);
    // The lease ends, then the sweep notifies.
    await eventually(() => receiver.about(request).length > 0, { deadline: 240_000, every: 500 });
    expect(receiver.about(request)).toMatchObject([{ id: before?.id, body: before?.body }]);
    await eventually(async () => (await deliveriesOf(id, '?state=delivered')).length === 1);
  }, 300_000);
});
