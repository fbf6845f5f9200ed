import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Routing } from '../../../../core/domain/organization.ts';
import { authenticateJwt } from '../../../../core/runtime/http/caller.ts';
import { createHttpHandler, encodeJson } from '../../../../core/runtime/http/handler.ts';
import { problemResponse } from '../../../../core/runtime/http/problem.ts';
import { saveCostCenter, saveOrganization } from '../../../../core/store/organizations.ts';
import { loadRequest } from '../../../../core/store/requests.ts';
import { commit } from '../../../../core/store/write.ts';
import { createRequest } from '../../../../functions/api/routes/create-request.ts';
import { updateRequest } from '../../../../functions/api/routes/update-request.ts';
import { type HttpCall, httpEvent } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { invocation } from '../../support/invocation.ts';

const hub = hubTable();
const claims = { sub: 'usr_1', org_id: 'org_1', roles: '[procurement_requester]' };
const draft = {
  type: 'hardware',
  title: 'Dock',
  items: [{ name: 'Dock', sku: 'DOCK', quantity: 1, unit_cost: 10, currency: 'USD' }],
  cost_center: 'CC-SAP',
};

async function call(key: string, options: HttpCall) {
  const routes = {
    'POST /v1/erp/procurement': createRequest(hub.table),
    'PATCH /v1/erp/procurement/{id}': updateRequest(hub.table),
  };
  const handler = createHttpHandler(routes, {
    table: hub.table,
    authenticate: authenticateJwt,
    problem: problemResponse,
    encode: encodeJson,
  });
  return JSON.parse((await handler(httpEvent(key, { claims, ...options }), invocation())).body);
}
const create = (changes: object = {}) => call('POST /v1/erp/procurement', { body: { ...draft, ...changes } });

async function given(routing: Routing): Promise<void> {
  const rules = {
    allow_self_approval: false,
    budget_policy: 'warn',
    fiscal_year_start_month: 1,
    receive_on_shipment: false,
  } as const;
  const organization = { org_id: 'org_1', name: 'One', default_approver_id: 'usr_2', ...rules, version: 1 };
  await commit(hub.table, [
    saveOrganization({ ...organization, routes: [{ partner: 'sap', ...routing }] }),
    ...['CC-SAP', 'CC-OTHER'].map((code) => saveCostCenter({ org_id: 'org_1', code, name: code, approver_id: null })),
  ]);
}
beforeEach(() => given({ request_types: ['hardware', 'service'], cost_centers: ['CC-SAP'] }));

describe('a request', () => {
  it('goes to the ERP whose routing has its type and its cost center', async () => {
    expect((await create()).erp_source).toBe('sap_s4hana');
    expect((await create({ type: 'consumable' })).erp_source).toBe('manual');
    expect((await create({ cost_center: 'CC-OTHER' })).erp_source).toBe('manual');
  });

  it('goes elsewhere when its cost center changes, and stays where it is when anything else does', async () => {
    const { id } = await create();
    const read = async (body: object) => {
      await call('PATCH /v1/erp/procurement/{id}', { params: { id }, body });
      return (await loadRequest(hub.table, 'org_1', id)).erp_source;
    };
    expect(await read({ cost_center: 'CC-OTHER' })).toBe('manual');
    expect(await read({ title: 'Docks' })).toBe('manual');
    expect(await read({ cost_center: 'CC-SAP' })).toBe('sap_s4hana');
  });

  it('goes to an ERP that was enabled a moment ago, although the organization without it is remembered', async () => {
    expect((await create({ type: 'consumable' })).erp_source).toBe('manual');
    await given({ request_types: null, cost_centers: null });
    expect((await create({ type: 'consumable' })).erp_source).toBe('sap_s4hana');
  });
});
