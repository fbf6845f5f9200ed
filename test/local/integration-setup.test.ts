import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import demo from '../../local/organizations/org_5jHtK4pR8uWn.json' with { type: 'json' };
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { itemsOf } from './support/operator.ts';
import { dock, PATH, provisionOrganization, sapOrders } from './support/requests.ts';

/** An organization that has nothing but itself, a vendor and a budget, until its administrator calls the API. */
const ORG = 'org_setUpByApi';
const SAP = '/v1/integrations/sap';
const VENDOR = 'vnd_2mWqR3nT5vXp';
const vendor = { ...demo.vendors[0], id: VENDOR };
const PASSWORD = 'a-password-that-nobody-reads-again';

let hub: TestHub;
const tokens = { admin: '', requester: '', approver: '' };
const settings = () => ({ ...demo.integrations[0]?.settings, base_url: hub.info.partners.sap });

beforeAll(async () => {
  hub = await sharedHub();
  await provisionOrganization(hub, ORG, { vendors: [vendor] });
  for (const role of ['admin', 'requester', 'approver'] as const) {
    tokens[role] = await hub.token({ user: `usr_${role}`, org: ORG, roles: `procurement_${role}` });
  }
}, 120_000);

function admin(method: string, path: string, body?: object) {
  return hub.api(method, path, { token: tokens.admin, body });
}
function put(body: object = {}) {
  return admin('PUT', SAP, { enabled: true, settings: settings(), ...body });
}
const putMapping = (kind: string, key: string, value: string) =>
  admin('PUT', `${SAP}/mappings/${kind}/${key}`, { value });

async function create(): Promise<string> {
  const { body } = await hub.api('POST', PATH, { token: tokens.requester, body: dock });
  return body.id;
}
const approve = (id: string) => hub.api('POST', `${PATH}/${id}/approve`, { token: tokens.approver });
const syncOf = async (id: string) => (await hub.api('GET', `${PATH}/${id}/sync`, { token: tokens.admin })).body.data[0];
const ordersOf = async (id: string) =>
  (await sapOrders(hub)).filter((order) => JSON.stringify(order._PurchaseOrderNote).includes(id));

function ordered(id: string) {
  return eventually(async () => (await syncOf(id)).status === 'synced', { deadline: 90_000 });
}

describe('an organization without an integration', () => {
  it('has every partner in its list, and none configured', async () => {
    const { body } = await admin('GET', '/v1/integrations');
    expect(body.data).toContainEqual({
      partner: 'sap',
      display_name: 'SAP',
      configured: false,
      enabled: false,
      status: null,
      reason: null,
    });
    for (const [method, path] of [
      ['GET', SAP],
      ['DELETE', SAP],
      ['POST', `${SAP}/test`],
    ] as const) {
      expect(await admin(method, path)).toMatchObject({ status: 404, body: { code: 'integration.not_configured' } });
    }
  });

  it('reads what settings and credentials must be', async () => {
    const { status, body } = await admin('GET', `${SAP}/schema`);
    expect(status).toBe(200);
    expect(body.settings).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { base_url: { format: 'uri' }, company_code: { maxLength: 4 } },
      required: expect.arrayContaining(['base_url', 'material_group']),
      additionalProperties: false,
    });
    expect(body.settings.required).not.toContain('requests_per_second');
    expect(Object.keys(body.mappings)).toEqual(['vendor', 'cost_center', 'item']);
  });

  it.each([
    ['http://169.254.169.254/latest', '169.254.169.254'],
    ['http://10.0.0.1/sap', '10.0.0.1'],
    ['http://[::ffff:10.0.0.1]/sap', '::ffff:a00:1'],
    ['ftp://example.com', 'base_url'],
  ])('is not set up with the base URL %s', async (base_url, words) => {
    const { status, body } = await put({ settings: { ...settings(), base_url } });
    expect([status, body.errors?.[0].path]).toEqual([422, 'settings.base_url']);
    expect(body.detail).toContain(words);
    expect(await admin('GET', SAP)).toMatchObject({ status: 404 });
  });

  it('reads of every wrong field, and nothing is written', async () => {
    const { status, body } = await put({
      settings: { ...settings(), plant: '10100', colour: 'red', suppliers: {} },
      credentials: { username: 'HUB' },
      routing: { cost_centers: ['CC-NONE'] },
    });
    expect(status).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'settings.plant',
      'settings.colour',
      'settings.suppliers',
      'credentials.password',
      'routing.cost_centers.0',
    ]);
    expect(await admin('GET', SAP)).toMatchObject({ status: 404 });
  });
});

describe('an organization that is set up by API calls alone', () => {
  it('orders at SAP, after a test that says what is still wrong', async () => {
    const wrong = { username: hub.info.credentials.sap.username, password: PASSWORD };
    expect(await put({ enabled: false, credentials: wrong })).toMatchObject({
      status: 200,
      body: { enabled: false, credentials: { configured: true, updated_at: expect.any(Number) } },
    });
    const failedTest = await admin('POST', `${SAP}/test`);
    expect(failedTest).toMatchObject({ status: 200, body: { ok: false } });
    expect(failedTest.body.checks).toMatchObject([
      { name: 'enabled', ok: false },
      { name: 'settings', ok: true },
      { name: 'credentials', ok: true },
      { name: 'connection', ok: false, message: expect.stringContaining('rejected the credentials') },
    ]);
    const tried = (body: object) => admin('POST', `${SAP}/test`, body);
    const { sap: credentials } = hub.info.credentials;
    expect((await tried({ settings: settings(), credentials })).body).toMatchObject({ ok: true });
    for (const [base_url, words] of [
      ['http://127.0.0.1:1/sap', 'nothing listens'],
      ['http://sap.invalid', 'name'],
      [`${hub.info.partners.sap}/elsewhere`, 'check the path'],
    ] as const) {
      const { body } = await tried({ settings: { ...settings(), base_url }, credentials });
      expect(body.checks.at(-1)).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    }
    const elsewhere = { ...settings(), base_url: 'http://127.0.0.1:1/sap' };
    // The stored password goes to no host that it was not given for.
    for (const response of [await tried({ settings: elsewhere }), await put({ settings: elsewhere })]) {
      expect(response).toMatchObject({ status: 422, body: { errors: [{ path: 'credentials' }] } });
    }

    expect(await put({ credentials })).toMatchObject({ status: 200, body: { enabled: true } });
    expect((await admin('POST', `${SAP}/test`)).body).toMatchObject({ ok: true });
    expect((await putMapping('vendor', 'vnd_none', '17300001')).status).toBe(422);
    expect((await putMapping('cost_center', 'CC-NONE', 'X')).status).toBe(422);
    expect((await putMapping('colour', 'red', 'X')).body.code).toBe('mapping.kind_unknown');
    expect(await putMapping('cost_center', dock.cost_center, 'TOO-LONG-FOR-SAP')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'value' }] },
    });
    expect((await putMapping('vendor', VENDOR, '17300001')).status).toBe(200);

    const id = await create();
    const created = await hub.api('GET', `${PATH}/${id}`, { token: tokens.requester });
    expect(created.body.erp_source).toBe('sap_s4hana');
    const refused = await approve(id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'request.mapping_missing' } });
    const [, path = ''] = /PUT (\S+),/.exec(refused.body.detail) ?? [];
    expect(path).toBe(`${SAP}/mappings/cost_center/${dock.cost_center}`);
    expect((await admin('PUT', path, { value: 'CCITEUS' })).status).toBe(200);
    expect((await approve(id)).status).toBe(200);
    await ordered(id);
    expect(await ordersOf(id)).toMatchObject([{ Supplier: '17300001' }]);
  }, 180_000);

  it('has its credentials nowhere to read', async () => {
    const shown = [
      ...(await Promise.all(['/v1/integrations', SAP, '/v1/organization'].map((path) => admin('GET', path)))),
      ...(await itemsOf(hub, `ORG#${ORG}`)),
    ];
    const logs = join(hub.dataDirectory, 'logs');
    const logged = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'));
    expect(logged.join('')).toContain(ORG);
    const { password } = hub.info.credentials.sap;
    for (const secret of [
      PASSWORD,
      password,
      Buffer.from(`${hub.info.credentials.sap.username}:${password}`).toString('base64'),
    ]) {
      expect(JSON.stringify(shown)).not.toContain(secret);
      expect(logged.join('')).not.toContain(secret);
    }
  });

  it('lists its mappings in pages, and those of one kind', async () => {
    await putMapping('item', 'A%252FB%2525', 'MAT-1');
    const first = (await admin('GET', `${SAP}/mappings?limit=2`)).body;
    expect(first).toMatchObject({ has_more: true, data: [{ kind: 'cost_center', value: 'CCITEUS' }, { key: 'A/B%' }] });
    const second = (await admin('GET', `${SAP}/mappings?limit=2&cursor=${first.next_cursor}`)).body;
    expect(second.data).toMatchObject([{ kind: 'vendor', key: VENDOR, updated_by: 'usr_admin' }]);
    expect((await admin('GET', `${SAP}/mappings?kind=item`)).body.data).toHaveLength(1);
    expect((await admin('GET', `${SAP}/mappings?kind=colour`)).status).toBe(404);
    expect((await admin('GET', `${SAP}/mappings?kind=item&cursor=${first.next_cursor}`)).status).toBe(400);
  });

  it('sends what its routing names, and is without the integration after its deletion', async () => {
    const organization = (await admin('GET', '/v1/organization')).body;
    expect((await put({ routing: { request_types: ['service'] } })).body.routing).toEqual({
      request_types: ['service'],
      cost_centers: null,
    });
    const isManual = async () => {
      const { body } = await hub.api('GET', `${PATH}/${await create()}`, { token: tokens.requester });
      return body.erp_source === 'manual';
    };
    await eventually(isManual, { deadline: 20_000, every: 500 });
    expect((await admin('DELETE', SAP)).status).toBe(204);
    expect((await admin('GET', SAP)).status).toBe(404);
    expect((await put({})).body.credentials).toEqual({ configured: false, updated_at: null });
    expect((await admin('POST', `${SAP}/test`)).body.checks.at(-1)).toMatchObject({ name: 'credentials', ok: false });
    expect((await admin('GET', '/v1/organization')).body).toEqual(organization);
  }, 60_000);
});

describe('the organization', () => {
  it('is replaced as a whole, by whom has read it', async () => {
    const path = '/v1/organization';
    const { body: before, headers } = await admin('GET', path);
    const { org_id, ...document } = before;
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    const replace = (body: object) => hub.api('PUT', path, { token: tokens.admin, body, headers: ifMatch });
    expect(
      await replace({ ...document, people: [{ user_id: 'usr_1', cost_center: 'CC-NONE', budget_code: null }] }),
    ).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'people.0.cost_center' }] },
    });
    const costCenters = Array.from({ length: 99 }, (_, n) => ({ code: `CC-${n}`, name: `N${n}`, approver_id: null }));
    expect((await replace({ ...document, cost_centers: costCenters })).body.code).toBe('organization.too_many_changes');
    const next = {
      ...document,
      name: 'Renamed',
      cost_centers: [...document.cost_centers, { code: 'CC-NEW', name: 'New', approver_id: 'usr_2' }],
      people: [{ user_id: 'usr_1', cost_center: 'CC-NEW', budget_code: 'BUD-1' }],
    };
    const replaced = await replace(next);
    expect(replaced).toMatchObject({ status: 200, body: { org_id, ...next } });
    expect((await admin('GET', path)).body).toEqual(replaced.body);
    expect(await replace(document)).toMatchObject({ status: 412, body: { code: 'request.version_mismatch' } });
    expect((await admin('PUT', path, document)).status).toBe(200);
    expect((await admin('GET', path)).body).toEqual(before);
  });

  it('is for administrators', async () => {
    for (const token of [tokens.requester, tokens.approver]) {
      for (const path of ['/v1/organization', '/v1/integrations', SAP, `${SAP}/schema`, `${SAP}/mappings`]) {
        expect(await hub.api('GET', path, { token })).toMatchObject({
          status: 403,
          body: { code: 'auth.role_missing' },
        });
      }
    }
  });
});
