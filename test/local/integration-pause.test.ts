import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import demo from '../../local/organizations/org_5jHtK4pR8uWn.json' with { type: 'json' };
import { eventually } from './support/eventually.ts';
import { type OwnHub, startHub } from './support/hub.ts';
import { provisionDocument, putSecret } from './support/operator.ts';
import {
  approve,
  committedCents,
  create,
  dock,
  get,
  PATH,
  provisionOrganization,
  synced,
  syncState,
} from './support/requests.ts';

/** A hub of its own: its integration is paused. */
let hub: OwnHub;
beforeAll(async () => {
  hub = await startHub();
}, 60_000);
afterAll(() => hub.stop());

const ORDERS = 12;

async function health(token = hub.info.tokens.admin) {
  return (await hub.api('GET', '/v1/integrations/sap/health', { token })).body;
}

async function rejectedLogons(): Promise<number> {
  const { body } = await hub.sap('GET', '/calls');
  return body.filter(({ status }: { status: number }) => status === 401).length;
}

function resume() {
  return hub.api('POST', '/v1/integrations/sap/resume', { token: hub.info.tokens.admin });
}

describe('an integration with a wrong password', () => {
  it('is paused once, probes once per resume, and orders everything after the right one', async () => {
    const before = await committedCents(hub, dock.cost_center);
    const { username, password } = hub.info.credentials.sap;
    await putSecret(hub, hub.info.org, 'sap', { username, password: 'wrong' });

    const ids = await Promise.all(Array.from({ length: ORDERS }, () => create(hub)));
    for (const id of ids) expect((await approve(hub, id)).status).toBe(200);
    await eventually(async () => (await health()).status === 'paused', { deadline: 30_000 });
    // An index counts them, which lags.
    const stopped = await eventually(async () => {
      const found = await health();
      return found.backlog === ORDERS && found;
    });
    expect(stopped).toMatchObject({ partner: 'sap', reason: expect.stringContaining('rejected the credentials') });
    expect(await syncState(hub, ids[0] ?? '')).toMatchObject({ status: 'pending' });
    // Those that were in flight together when it was paused.
    const logons = await rejectedLogons();
    expect(logons).toBeLessThanOrEqual(4);

    expect(await resume()).toMatchObject({ status: 202, body: { resumed: true, was_paused_for: 'sap.unauthorized' } });
    await eventually(async () => (await health()).status === 'paused', { deadline: 30_000 });
    expect(await rejectedLogons()).toBe(logons + 1);

    await putSecret(hub, hub.info.org, 'sap', { username, password });
    expect((await hub.api('POST', '/v1/integrations/sap/resume', { token: hub.info.tokens.approver })).status).toBe(
      403,
    );
    await resume();
    for (const id of ids) await synced(hub, id, { deadline: 60_000 });
    expect(new Set(await Promise.all(ids.map(async (id) => (await get(hub, id)).erp_po_number))).size).toBe(ORDERS);
    expect(await committedCents(hub, dock.cost_center)).toBe(before + ORDERS * 27_901);
    await eventually(async () => (await health()).backlog === 0);
    expect(await health()).toMatchObject({ status: 'healthy', breaker: 'closed', oldest_age_seconds: 0 });
  }, 120_000);

  it('is unknown by another name', async () => {
    const { admin } = hub.info.tokens;
    expect(await hub.api('GET', '/v1/integrations/acme/health', { token: admin })).toMatchObject({ status: 404 });
    expect(await hub.api('POST', '/v1/integrations/constructor/resume', { token: admin })).toMatchObject({
      status: 404,
    });
  });
});

describe('an integration that is disabled between creation and approval', () => {
  it('gets the order when it is enabled and resumed', async () => {
    const integrations = (enabled: boolean) =>
      demo.integrations.map(({ settings, ...one }) => ({
        ...one,
        enabled,
        settings: { ...settings, base_url: hub.info.partners.sap },
      }));
    const id = await create(hub);
    await provisionDocument(hub, { ...demo, integrations: integrations(false) });
    expect(await approve(hub, id)).toMatchObject({ status: 200, body: { erp_sync_status: 'queued' } });
    await eventually(async () => (await health()).status === 'paused', { deadline: 30_000 });
    expect((await health()).reason).toContain('not enabled');

    await provisionDocument(hub, { ...demo, integrations: integrations(true) });
    await resume();
    await synced(hub, id, { deadline: 60_000 });
  }, 120_000);
});

describe('an organization whose partner hangs', () => {
  const org = 'org_hanging';
  const sockets = new Set<Socket>();
  let server: Server;
  beforeAll(async () => {
    // It takes every call and answers none.
    server = createServer(() => {}).on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('leaves the latency of others alone', async () => {
    const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const integrations = demo.integrations.map((one) => ({ ...one, settings: { ...one.settings, base_url } }));
    await provisionOrganization(hub, org, { integrations, vendors: demo.vendors });
    await putSecret(hub, org, 'sap', { username: 'HUB', password: 'x' });
    const [requester, approver] = await Promise.all([
      hub.token({ user: 'usr_a', org, roles: 'procurement_requester' }),
      hub.token({ user: 'usr_b', org, roles: 'procurement_approver' }),
    ]);
    // Before the other one hangs, so that only syncs run beside it.
    const ids = await Promise.all([create(hub), create(hub), create(hub)]);
    for (let order = 0; order < 20; order++) {
      const { body } = await hub.api('POST', PATH, { token: requester, body: dock });
      expect((await hub.api('POST', `${PATH}/${body.id}/approve`, { token: approver })).status).toBe(200);
    }
    await eventually(() => sockets.size > 0);
    for (const id of ids) await approve(hub, id);
    for (const id of ids) await synced(hub, id, { deadline: 30_000 });
    // Its calls take ten seconds each; of its twenty orders, four were sent at a time.
    const admin = await hub.token({ user: 'usr_c', org, roles: 'procurement_admin' });
    expect((await health(admin)).in_flight).toBeLessThanOrEqual(4);
    await eventually(async () => (await health(admin)).backlog === 20);
  }, 150_000);
});
