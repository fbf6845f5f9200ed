import { beforeEach, describe, expect, it } from '@jest/globals';
import { urlRules } from '../../../../core/partners/addresses.ts';
import { openSecret } from '../../../../core/partners/given-hosts.ts';
import { authenticateJwt } from '../../../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../../../core/runtime/http/handler.ts';
import { problemResponse } from '../../../../core/runtime/http/problem.ts';
import type { PartnerSecrets } from '../../../../core/runtime/partner-secrets.ts';
import { findIntegration } from '../../../../core/store/integrations.ts';
import {
  loadOrganization,
  saveCostCenter,
  saveNextOrganization,
  saveOrganization,
} from '../../../../core/store/organizations.ts';
import { commit } from '../../../../core/store/write.ts';
import { removeIntegration } from '../../../../functions/management/routes/delete-integration.ts';
import { getIntegration } from '../../../../functions/management/routes/get-integration.ts';
import { putIntegration } from '../../../../functions/management/routes/put-integration.ts';
import { putOrganization } from '../../../../functions/management/routes/put-organization.ts';
import { testIntegration } from '../../../../functions/management/routes/test-integration.ts';
import { settings } from '../../core/partners/sap/support.ts';
import { type HttpCall, httpEvent } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { invocation } from '../../support/invocation.ts';

const ORG = 'org_1';
const KEY = '/v1/integrations/{partner}';
const hub = hubTable();
const values = new Map<string, string>();
const calls: string[] = [];
let onSave: () => Promise<void> = async () => {};
const secrets: PartnerSecrets = {
  describe: async (orgId, partner) => ({ configured: values.has(`${orgId}/${partner}`), updated_at: null }),
  read: async (orgId, partner) => values.get(`${orgId}/${partner}`),
  async save(orgId, partner, value) {
    calls.push('save secret');
    values.set(`${orgId}/${partner}`, value);
    await onSave();
  },
  async delete(orgId, partner) {
    calls.push('delete secret');
    values.delete(`${orgId}/${partner}`);
  },
};
const claims = { sub: 'usr_admin', org_id: ORG, roles: '[procurement_admin]' };

async function call(key: string, options: HttpCall = {}) {
  const urls = urlRules(['https:']);
  const routes = {
    [`GET ${KEY}`]: getIntegration(hub.table, secrets),
    [`PUT ${KEY}`]: putIntegration(hub.table, secrets, urls),
    [`DELETE ${KEY}`]: removeIntegration(hub.table, secrets),
    [`POST ${KEY}/test`]: testIntegration(hub.table, secrets, urls),
    'PUT /v1/organization': putOrganization(hub.table),
  };
  const handler = createHttpHandler(routes, {
    table: hub.table,
    authenticate: authenticateJwt,
    problem: problemResponse,
    encode: encodeJson,
  });
  const { statusCode, body } = await handler(
    httpEvent(key, { params: { partner: 'sap' }, claims, ...options }),
    invocation(),
  );
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body) };
}
const settingsAt = (base_url: string) => ({ ...settings, base_url });
const put = (body: object) =>
  call(`PUT ${KEY}`, { body: { enabled: true, settings: settingsAt('https://1.1.1.1/sap'), ...body } });
const credentials = { username: 'HUB', password: 'hunter2' };

beforeEach(async () => {
  values.clear();
  calls.length = 0;
  onSave = async () => {};
  const rules = {
    allow_self_approval: false,
    budget_policy: 'warn',
    fiscal_year_start_month: 1,
    receive_on_shipment: false,
  } as const;
  await commit(hub.table, [
    saveOrganization({ org_id: ORG, name: 'One', default_approver_id: 'usr_1', ...rules, routes: [], version: 1 }),
    saveCostCenter({ org_id: ORG, code: 'CC-A', name: 'A', approver_id: null }),
  ]);
});

describe('an integration', () => {
  it('is configured with its routing, and shows no value of its credentials', async () => {
    const routing = { request_types: null, cost_centers: ['CC-A'] };
    const { status, body } = await put({ credentials, routing });
    expect([status, body.credentials]).toEqual([200, { configured: true, updated_at: null }]);
    expect(body).toMatchObject({ enabled: true, routing, updated_by: 'usr_admin' });
    const { routes, version } = await loadOrganization(hub.table, ORG);
    expect([routes, version]).toEqual([[{ partner: 'sap', ...routing }], 2]);
    expect((await call(`GET ${KEY}`)).body).toEqual(body);
    expect(JSON.stringify([body, await findIntegration(hub.table, ORG, 'sap')])).not.toContain('hunter2');
  });

  it('keeps its route until it is disabled', async () => {
    await put({ credentials });
    await put({});
    expect(await loadOrganization(hub.table, ORG)).toMatchObject({ version: 3, routes: [{ partner: 'sap' }] });
    await put({ enabled: false });
    expect(await loadOrganization(hub.table, ORG)).toMatchObject({ version: 4, routes: [] });
  });

  it('loses no change of the organization that is made at the same time', async () => {
    onSave = async () => {
      const read = await loadOrganization(hub.table, ORG);
      await commit(hub.table, [saveNextOrganization({ ...read, name: 'Two', version: read.version + 1 })]);
    };
    expect(await put({ credentials })).toMatchObject({ status: 409, body: { code: 'conflict.version' } });
    expect(await findIntegration(hub.table, ORG, 'sap')).toBeUndefined();
    expect(await loadOrganization(hub.table, ORG)).toMatchObject({ name: 'Two', routes: [] });
    onSave = async () => {};
    expect((await put({ credentials })).status).toBe(200);
  });

  it.each(['DELETE', 'PUT'])(
    'is enabled and routed, or neither, when a %s ends it at the same time',
    async (method) => {
      await put({ credentials });
      onSave = async () => {
        onSave = async () => {};
        const ended = await call(`${method} ${KEY}`, {
          body: { enabled: false, settings: settingsAt('https://1.1.1.1/sap') },
        });
        expect(ended.status).toBeLessThan(300);
      };
      expect(await put({ credentials })).toMatchObject({ status: 409, body: { code: 'conflict.version' } });
      expect((await findIntegration(hub.table, ORG, 'sap'))?.enabled ?? false).toBe(false);
      expect((await loadOrganization(hub.table, ORG)).routes).toEqual([]);
    },
  );

  it('says in its secret for which hosts its credentials were given', async () => {
    await put({ credentials });
    const value = values.get(`${ORG}/sap`) ?? '';
    expect(openSecret(value, settingsAt('https://1.1.1.1/other'))).toEqual({ credentials, isForHosts: true });
    expect(openSecret(value, settingsAt('https://1.1.1.1:8443')).isForHosts).toBe(false);
    expect(openSecret(value, settingsAt('https://1.0.0.1')).isForHosts).toBe(false);
  });

  it.each(['http://1.1.1.1', 'https://10.0.0.1', 'https://localhost', 'https://[fd00:ec2::254]'])(
    'is not configured with %s, and its credentials are not stored',
    async (base_url) => {
      const { status, body } = await put({ credentials, settings: settingsAt(base_url) });
      expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([422, ['settings.base_url']]);
      expect(calls).toEqual([]);
      expect(JSON.stringify(body)).not.toContain('hunter2');
    },
  );

  it('does not send stored credentials to another host', async () => {
    await put({ credentials });
    const elsewhere = { settings: settingsAt('https://1.0.0.1') };
    expect(await put(elsewhere)).toMatchObject({ status: 422, body: { errors: [{ path: 'credentials' }] } });
    expect((await put({ ...elsewhere, credentials })).status).toBe(200);
    expect((await put({ settings: settingsAt('https://1.0.0.1/other') })).status).toBe(200);
  });

  it('is deleted with its route and its credentials, and is then not configured', async () => {
    expect(await call(`DELETE ${KEY}`)).toMatchObject({ status: 404, body: { code: 'integration.not_configured' } });
    expect(calls).toEqual([]);
    await put({ credentials });
    expect(await call(`DELETE ${KEY}`)).toEqual({ status: 204, body: undefined });
    expect(values.size).toBe(0);
    expect((await loadOrganization(hub.table, ORG)).routes).toEqual([]);
    expect((await call(`GET ${KEY}`)).status).toBe(404);
  });

  it('is not another organization’s', async () => {
    await put({ credentials });
    const other = { ...claims, org_id: 'org_2' };
    expect((await call(`GET ${KEY}`, { claims: other })).status).toBe(404);
    expect((await call(`PUT ${KEY}`, { claims: other, body: { enabled: true, settings: {} } })).body.code).toBe(
      'organization.unknown',
    );
  });
});

describe('hostile input', () => {
  const long = 'x'.repeat(500_000);
  const nested = 'NESTED';
  /** JSON.stringify can't write what JSON.parse reads. */
  const bodyOf = (document: object) =>
    JSON.stringify(document).replaceAll('"NESTED"', () => `${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  const valid = settingsAt('https://1.1.1.1/sap');

  it.each<[string, object]>([
    ['a long URL', { settings: settingsAt(`https://1.1.1.1/${long}`) }],
    ['a secret in a place of no use', { settings: { ...valid, auth: { type: 'basic', password: 'hunter2' } } }],
    ['a nested value', { settings: { ...valid, auth: { type: 'basic', x_url: nested } } }],
    ['a nested document', { settings: { x_url: nested } }],
    ['a long secret', { credentials: { username: 'HUB', password: long } }],
    ['a list that repeats itself', { routing: { request_types: null, cost_centers: Array(30_000).fill('CC-A') } }],
    [
      'a list of types that repeats itself',
      { routing: { request_types: Array(30_000).fill('hardware'), cost_centers: null } },
    ],
  ])('is rejected: %s', async (_, body) => {
    const document = { enabled: true, settings: valid, credentials, ...body };
    const answer = await call(`PUT ${KEY}`, { body: bodyOf(document) });
    expect([answer.status, answer.body.code]).toEqual([422, 'validation.failed']);
    expect(calls).toEqual([]);
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
    const test = await call(`POST ${KEY}/test`, { body: bodyOf({ settings: document.settings }) });
    expect(test.status).toBeLessThan(500);
    expect(JSON.stringify(test.body).length).toBeLessThan(20_000);
  });

  const organization = {
    name: 'Two',
    default_approver_id: 'usr_2',
    allow_self_approval: true,
    budget_policy: 'block',
    fiscal_year_start_month: 7,
    receive_on_shipment: false,
    cost_centers: [],
    people: [],
  };

  it.each<[string, object]>([
    ['a long approver', { cost_centers: [{ code: 'A', name: 'A', approver_id: long }] }],
    ['a long cost center', { people: [{ user_id: 'A', cost_center: long, budget_code: null }] }],
    [
      'ten thousand cost centers, and as many people',
      {
        cost_centers: Array.from({ length: 10_000 }, (_, index) => ({
          code: `cost-center-${index}`,
          name: 'A',
          approver_id: null,
        })),
        people: Array.from({ length: 10_000 }, (_, index) => ({
          user_id: `person-${index}`,
          cost_center: 'no',
          budget_code: null,
        })),
      },
    ],
  ])('is rejected for an organization: %s', async (_, body) => {
    const answer = await call('PUT /v1/organization', { body: { ...organization, ...body } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
    expect((await loadOrganization(hub.table, ORG)).version).toBe(1);
  });
});

describe('an organization that is replaced', () => {
  it('keeps its routes', async () => {
    await put({ credentials });
    const document = {
      name: 'Two',
      default_approver_id: 'usr_2',
      allow_self_approval: true,
      budget_policy: 'block',
      fiscal_year_start_month: 7,
      receive_on_shipment: false,
      cost_centers: [],
      people: [],
    };
    const { status, body } = await call('PUT /v1/organization', { body: document });
    expect([status, body]).toEqual([200, { org_id: ORG, ...document }]);
    expect(await loadOrganization(hub.table, ORG)).toMatchObject({
      name: 'Two',
      version: 3,
      routes: [{ partner: 'sap' }],
    });
    const { people: _, ...withoutPeople } = document;
    expect((await call('PUT /v1/organization', { body: withoutPeople })).body.errors).toEqual([
      { path: 'people', message: 'is missing' },
    ]);
  });
});
