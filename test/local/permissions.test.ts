import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES, type Role } from '../../core/runtime/http/caller.ts';
import { API_ROUTE_KEYS, type ApiRouteKey } from '../../functions/api/route-keys.ts';
import { MANAGEMENT_ROUTE_KEYS, type ManagementRouteKey } from '../../functions/management/route-keys.ts';
import { eventually } from './support/eventually.ts';
import { sharedHub, type TestHub } from './support/hub.ts';
import { Receiver } from './support/receiver.ts';
import { approve, create, dock, PATH, provisionOrganization, synced, syncState } from './support/requests.ts';

type RouteKey = ApiRouteKey | ManagementRouteKey;

const ALL = ROLES;
const DECIDERS: readonly Role[] = ['procurement_approver', 'procurement_admin'];
const APPROVER: readonly Role[] = ['procurement_approver'];
const ADMIN: readonly Role[] = ['procurement_admin'];

/** Who may call what. */
const PERMITTED: Readonly<Record<RouteKey, readonly Role[]>> = {
  'GET /v1/erp/procurement': ALL,
  'POST /v1/erp/procurement': ALL,
  'GET /v1/erp/procurement/{id}': ALL,
  'PATCH /v1/erp/procurement/{id}': ALL,
  'POST /v1/erp/procurement/{id}/submit': ALL,
  'POST /v1/erp/procurement/{id}/approve': APPROVER,
  'POST /v1/erp/procurement/{id}/reject': APPROVER,
  'POST /v1/erp/procurement/{id}/cancel': ALL,
  'POST /v1/erp/procurement/{id}/order': DECIDERS,
  'POST /v1/erp/procurement/{id}/receive': ALL,
  'GET /v1/erp/procurement/{id}/sync': ALL,
  'POST /v1/erp/procurement/{id}/sync/retry': DECIDERS,
  'POST /v1/erp/procurement/{id}/sync/link': DECIDERS,
  'GET /v1/erp/purchase-orders/{id}': ALL,
  'PATCH /v1/erp/purchase-orders/{id}': DECIDERS,
  'GET /v1/purchase-orders': ALL,
  'GET /v1/purchase-orders/{id}': ALL,
  'GET /v1/erp/sync': ALL,
  'GET /v1/erp/sync/{id}': ALL,
  'POST /v1/erp/sync': DECIDERS,
  'PUT /v1/erp/tickets/{id}': ALL,
  'GET /v1/erp/tickets/{id}': ALL,
  'GET /v1/erp/tickets/{id}/timeline': ALL,
  'GET /v1/erp/costs': ALL,
  'GET /v1/erp/vendors': ALL,
  'PATCH /v1/erp/vendors/{id}': ADMIN,
  'GET /v1/erp/budgets': ALL,
  'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}': ADMIN,
  'GET /v1/catalog/products': ALL,
  'GET /v1/catalog/product': ALL,
  'GET /v1/catalog/categories': ALL,
  'PUT /v1/catalog/category': ADMIN,
  'GET /v1/organization': ADMIN,
  'PUT /v1/organization': ADMIN,
  'GET /v1/integrations': ADMIN,
  'GET /v1/integrations/{partner}': ADMIN,
  'PUT /v1/integrations/{partner}': ADMIN,
  'DELETE /v1/integrations/{partner}': ADMIN,
  'GET /v1/integrations/{partner}/schema': ADMIN,
  'POST /v1/integrations/{partner}/test': ADMIN,
  'GET /v1/integrations/{partner}/mappings': ADMIN,
  'PUT /v1/integrations/{partner}/mappings/{kind}/{key}': ADMIN,
  'DELETE /v1/integrations/{partner}/mappings/{kind}/{key}': ADMIN,
  'GET /v1/integrations/{partner}/health': DECIDERS,
  'POST /v1/integrations/{partner}/resume': ADMIN,
  'GET /v1/health': DECIDERS,
  'GET /v1/sync/records': DECIDERS,
  'POST /v1/sync/records/{id}/retry': DECIDERS,
  'POST /v1/sync/records/{id}/link': DECIDERS,
  'POST /v1/sync/retry': ADMIN,
  'GET /v1/subscriptions': ADMIN,
  'POST /v1/subscriptions': ADMIN,
  'GET /v1/subscriptions/{id}': ADMIN,
  'PATCH /v1/subscriptions/{id}': ADMIN,
  'DELETE /v1/subscriptions/{id}': ADMIN,
  'POST /v1/subscriptions/{id}/rotate': ADMIN,
  'POST /v1/subscriptions/{id}/test': ADMIN,
  'GET /v1/subscriptions/{id}/deliveries': ADMIN,
  'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver': ADMIN,
  'GET /v1/suppliers': ADMIN,
  'POST /v1/suppliers': ADMIN,
  'GET /v1/suppliers/{supplier_id}': ADMIN,
  'PATCH /v1/suppliers/{supplier_id}': ADMIN,
  'POST /v1/suppliers/{supplier_id}/rotate': ADMIN,
};

const KEYS: readonly RouteKey[] = [...API_ROUTE_KEYS, ...MANAGEMENT_ROUTE_KEYS];

/** An organization that calls the API with every role, and owns nothing that its neighbour has. */
const ORG = 'org_permissions';
const PLACEHOLDERS = {
  id: 'none',
  delivery_id: 'none',
  supplier_id: 'none',
  partner: 'sap',
  kind: 'cost_center',
  key: dock.cost_center,
  fiscal_year: '2026',
  cost_center: dock.cost_center,
};

let hub: TestHub;
const tokens = new Map<Role | 'none', string>();
beforeAll(async () => {
  hub = await sharedHub();
  await provisionOrganization(hub, ORG);
  for (const role of [...ROLES, 'none'] as const) {
    tokens.set(role, await hub.token({ user: `usr_${role}`, org: ORG, roles: role }));
  }
}, 120_000);

/** Calls a route as `token`, with its path filled in. */
function callRoute(
  key: RouteKey,
  token: string | undefined,
  ids: Readonly<Record<string, string>> = {},
  body: object = {},
) {
  const [method = '', template = ''] = key.split(' ');
  const named: Readonly<Record<string, string>> = { ...PLACEHOLDERS, ...ids };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => named[name] ?? '');
  const query = key === 'GET /v1/erp/costs' ? '?group_by=ticket' : '';
  return hub.api(method, path + query, { token: token ?? null, ...(method !== 'GET' && { body }) });
}

describe('a route', () => {
  it('is in the table of permissions, whichever it is', () => {
    expect(Object.keys(PERMITTED).sort()).toEqual([...KEYS].sort());
  });

  it.each(KEYS)('is for the roles of the table alone: %s', async (key) => {
    const permitted: (Role | 'none')[] = [];
    for (const [role, token] of tokens) {
      const { status, body } = await callRoute(key, token);
      expect(status).toBeLessThan(500);
      if (body?.code !== 'auth.role_missing') permitted.push(role);
      else expect(status).toBe(403);
    }
    expect(permitted).toEqual(PERMITTED[key]);
  });
});

describe('what an organization owns', () => {
  const TICKET = 'tkt_ofTheOwner';
  const VENDOR = 'vnd_7xKpQ2mR4wVb';
  const SUPPLIER = 'SUP-1001';
  const MAPPING = `/v1/integrations/sap/mappings/cost_center/${dock.cost_center}`;
  /** Of another organization, with every role that decides. */
  let stranger: string;
  let receiver: Receiver;
  const owned = { pending: '', ordered: '', order: '', sync: '', erpSync: '', subscription: '', delivery: '' };

  function owner(method: string, path: string, body?: object) {
    return hub.api(method, path, { token: hub.info.tokens.admin, ...(body && { body }) });
  }

  beforeAll(async () => {
    receiver = await Receiver.start();
    stranger = await hub.token({ user: 'usr_stranger', org: ORG, roles: DECIDERS.join() });
    const subscription = { url: receiver.url, event_types: ['procurement.request.created'] };
    owned.subscription = (await owner('POST', '/v1/subscriptions', subscription)).body.id;
    await owner('PUT', `/v1/erp/tickets/${TICKET}`, { cost_center: dock.cost_center, project: 'PRJ-OWNER' });
    owned.pending = await create(hub, { ...dock, ticket_id: TICKET });
    owned.ordered = await create(hub);
    await approve(hub, owned.ordered);
    owned.order = (await synced(hub, owned.ordered, { deadline: 60_000 })).id;
    owned.sync = (await syncState(hub, owned.ordered)).sync_job_id;
    owned.erpSync = (await owner('POST', '/v1/erp/sync', { scope: 'catalogs' })).body.sync_job_id;
    const path = `/v1/erp/sync/${owned.erpSync}`;
    await eventually(async () => (await owner('GET', path)).body.status === 'completed', { deadline: 60_000 });
    owned.delivery = await eventually(
      async () => {
        // Requests of the tests before this one may be told of as well.
        const delivered = (await deliveries()).filter(({ state }) => state === 'delivered');
        return delivered.find(({ event_id }) => event_id.includes(owned.pending))?.id;
      },
      { deadline: 60_000 },
    );
  }, 180_000);
  afterAll(async () => {
    await owner('DELETE', `/v1/subscriptions/${owned.subscription}`);
    receiver.stop();
  });

  async function deliveries(): Promise<{ readonly id: string; readonly event_id: string; readonly state: string }[]> {
    return (await owner('GET', `/v1/subscriptions/${owned.subscription}/deliveries?limit=100`)).body.data;
  }

  /** All that a stranger's call could change. */
  async function snapshot() {
    const paths = [
      ...[owned.pending, owned.ordered].flatMap((id) => [`${PATH}/${id}`, `${PATH}/${id}/sync`]),
      ...[owned.sync, owned.erpSync].map((id) => `/v1/erp/sync/${id}`),
      ...['', '/timeline'].map((part) => `/v1/erp/tickets/${TICKET}${part}`),
      ...[
        `/v1/subscriptions/${owned.subscription}`,
        `/v1/suppliers/${SUPPLIER}`,
        '/v1/erp/vendors',
        '/v1/organization',
        '/v1/integrations/sap',
        '/v1/integrations/sap/mappings?limit=100',
      ],
    ];
    const delivery = (await deliveries()).find(({ id }) => id === owned.delivery);
    const found = await Promise.all(
      paths.map(async (path) => {
        const { status, headers, body } = await owner('GET', path);
        if (status !== 200) throw new Error(`${path} returned ${status}`);
        return { path, etag: headers.get('etag'), body };
      }),
    );
    return { delivery, found };
  }

  /** The ids that stand in the path of a route. */
  function idsOf(key: RouteKey): Readonly<Record<string, string>>[] {
    const idsByPart = {
      procurement: [{ id: owned.pending }, { id: owned.ordered }],
      'purchase-orders': [{ id: owned.order }],
      'erp/sync': [{ id: owned.sync }, { id: owned.erpSync }],
      'sync/records': [{ id: owned.sync }],
      tickets: [{ id: TICKET }],
      vendors: [{ id: VENDOR }],
      subscriptions: [{ id: owned.subscription, delivery_id: owned.delivery }],
      suppliers: [{ supplier_id: SUPPLIER }],
    };
    const found = Object.entries(idsByPart).find(([part]) => key.includes(`/${part}/`));
    if (found) return found[1];
    throw new Error(`${key} has an id of what nobody here owns`);
  }

  /** Bodies that the owner's call could have. */
  const BODIES: Readonly<Partial<Record<RouteKey, object>>> = {
    'PATCH /v1/erp/procurement/{id}': { title: 'Mine now' },
    'POST /v1/erp/procurement/{id}/reject': { reason: 'Not yours' },
    'POST /v1/erp/procurement/{id}/order': { po_number: '4711' },
    'POST /v1/erp/procurement/{id}/sync/link': { partner: 'sap', document_id: '4500000000' },
    'PATCH /v1/erp/purchase-orders/{id}': { lines: [{ id: '1', quantity: 2 }] },
    'PATCH /v1/erp/vendors/{id}': { tier: 'mine' },
    'POST /v1/sync/records/{id}/link': { document_id: '4500000000' },
    'PATCH /v1/subscriptions/{id}': { enabled: false },
    'PATCH /v1/suppliers/{supplier_id}': { enabled: false },
  };
  /** Any ITSM ticket has a timeline, and is told of by whom it concerns. */
  const OF_ANY_TICKET: readonly RouteKey[] = ['PUT /v1/erp/tickets/{id}', 'GET /v1/erp/tickets/{id}/timeline'];

  it('is not found by another organization, by whatever id, and not changed', async () => {
    const before = await snapshot();
    for (const key of KEYS.filter((one) => one.includes('id}') && !OF_ANY_TICKET.includes(one))) {
      for (const ids of idsOf(key)) {
        const { status, body } = await callRoute(key, stranger, ids, BODIES[key]);
        expect([key, status, body.code]).toEqual([key, 404, expect.stringMatching(/^(?!route)\w+\.not_found$/)]);
      }
    }
    expect(await snapshot()).toEqual(before);
  }, 60_000);

  it('is not what another organization reads or writes by a name that both use', async () => {
    const before = await snapshot();
    const call = (method: string, path: string, body?: object) =>
      hub.api(method, path, { token: stranger, ...(body && { body }) });
    const ticket = `/v1/erp/tickets/${TICKET}`;
    expect((await call('GET', `${ticket}/timeline`)).body).toEqual({ ticket_id: TICKET, data: [] });
    const { cost_center: _, ...bare } = dock;
    expect((await call('POST', PATH, { ...bare, ticket_id: TICKET })).status).toBe(422);
    expect((await call('PUT', ticket, { project: 'PRJ-STRANGER' })).status).toBe(200);
    expect((await call('PUT', MAPPING, { value: 'STRANGER' })).status).toBe(200);
    expect((await call('DELETE', MAPPING)).status).toBe(204);
    const vendor = `/v1/integrations/sap/mappings/vendor/${VENDOR}`;
    expect(await call('PUT', vendor, { value: '1' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'key' }] },
    });
    expect(await snapshot()).toEqual(before);
  });

  it('is in none of the lists of another organization', async () => {
    const { body: mine } = await hub.api('POST', '/v1/subscriptions', {
      token: stranger,
      body: { url: receiver.url, event_types: ['procurement.request.created'] },
    });
    const redeliver = 'POST /v1/subscriptions/{id}/deliveries/{delivery_id}/redeliver';
    const ids = { id: mine.id, delivery_id: owned.delivery };
    expect(await callRoute(redeliver, stranger, ids)).toMatchObject({
      status: 404,
      body: { code: 'delivery.not_found' },
    });
    const lists = KEYS.filter((key) => key.startsWith('GET ') && !key.includes('{id}'));
    const names = [...Object.values(owned), TICKET, VENDOR, SUPPLIER, 'PRJ-OWNER', hub.info.org];
    for (const key of lists) {
      const text = JSON.stringify((await callRoute(key, stranger)).body);
      for (const name of names) expect([key, text]).toEqual([key, expect.not.stringContaining(name)]);
    }
    await callRoute('DELETE /v1/subscriptions/{id}', stranger, { id: mine.id });
  });
});
