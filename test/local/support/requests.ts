import { dock, REQUESTS } from '../../../bench/requests.ts';
import { eventually } from './eventually.ts';
import type { HttpResponse } from './http.ts';
import type { TestHub } from './hub.ts';
import { provisionDocument } from './operator.ts';

/** The examples of the procurement API, and the steps that most tests begin with. */

export const rackServer = {
  type: 'hardware',
  title: 'Replacement Server — Rack Unit 14',
  description: 'Replace failed HPE ProLiant DL380 in rack 14. Original incident INC-01203.',
  ticket_id: 'tkt_6jHtK4pR8uWn',
  items: [
    { name: 'HPE ProLiant DL380 Gen11', sku: 'HPE-DL380-G11-2P', quantity: 1, unit_cost: 8750.0, currency: 'USD' },
    { name: 'HPE 32GB DDR5 RDIMM', sku: 'HPE-DDR5-32G-RD', quantity: 4, unit_cost: 189.0, currency: 'USD' },
    { name: 'HPE 1.92TB SAS SSD', sku: 'HPE-SSD-192T-SAS', quantity: 6, unit_cost: 425.0, currency: 'USD' },
  ],
  vendor: 'Hewlett Packard Enterprise',
  cost_center: 'CC-IT-INFRA',
  budget_code: 'BUD-2026-HW-INFRA-Q1',
  expected_delivery: '2026-03-15',
  submit: true,
};

export const jetbrainsLicenses = {
  type: 'software_license',
  title: 'JetBrains IntelliJ IDEA Licenses',
  description: 'Annual license renewal for the platform engineering team — 8 seats.',
  items: [
    {
      name: 'IntelliJ IDEA Ultimate — Annual',
      sku: 'JB-IDEA-ULT-ANN',
      quantity: 8,
      unit_cost: 599.0,
      currency: 'USD',
    },
  ],
  vendor: 'JetBrains',
  cost_center: 'CC-IT-DEV',
  budget_code: 'BUD-2026-SW-Q1',
  expected_delivery: '2026-03-01',
  submit: true,
};

export const PATH = REQUESTS;
export { dock };

/** Creates a request as the requester and returns its id. */
export async function create(hub: TestHub, body: object = dock): Promise<string> {
  const response = await hub.api('POST', PATH, { body });
  if (response.status !== 201) throw new Error(`POST returned ${response.status}: ${JSON.stringify(response.body)}`);
  return response.body.id;
}

export function approve(hub: TestHub, id: string, body?: object): Promise<HttpResponse> {
  return hub.api('POST', `${PATH}/${id}/approve`, { token: hub.info.tokens.approver, ...(body && { body }) });
}

export async function get(hub: TestHub, id: string) {
  return (await hub.api('GET', `${PATH}/${id}`)).body;
}

/** The request's sync state at SAP. */
export async function syncState(hub: TestHub, id: string) {
  return (await hub.api('GET', `${PATH}/${id}/sync`)).body.data[0];
}

/** Waits until what the request needs of SAP is done, and returns its order. */
export function synced(hub: TestHub, id: string, { deadline = 10_000, every = 50 } = {}) {
  return eventually(
    async () => {
      const { body } = await hub.api('GET', `${PATH}/${id}/sync`);
      return body.data[0].status === 'synced' && body.purchase_order;
    },
    { deadline, every },
  );
}

/** SAP's order of a request that is synced. */
export async function sapOrderOf(hub: TestHub, id: string) {
  const { erp_po_number } = await get(hub, id);
  return (await sapOrders(hub)).find(({ PurchaseOrder }) => `PO-${PurchaseOrder}` === erp_po_number);
}

/** Waits until the request is ordered, and returns it. */
export function ordered(hub: TestHub, id: string, { deadline = 10_000, every = 50 } = {}) {
  return eventually(
    async () => {
      const request = await get(hub, id);
      return request.status === 'ordered' && request;
    },
    { deadline, every },
  );
}

/** What a cost center has committed, in cents. */
export async function committedCents(hub: TestHub, costCenter: string): Promise<number> {
  const { body } = await hub.api('GET', `/v1/erp/budgets?cost_center=${costCenter}`);
  return Math.round(body.data[0].committed * 100);
}

// biome-ignore lint/suspicious/noExplicitAny: a test asserts the shape of SAP's orders by looking
export async function sapOrders(hub: TestHub): Promise<any[]> {
  return (await hub.sap('GET', '/state')).body.purchaseOrders;
}

/** Sets up an organization that nobody else uses: no ERP, and one cost center with a budget for this year. */
export async function provisionOrganization(hub: TestHub, org: string, settings: object = {}): Promise<void> {
  await provisionDocument(hub, {
    org_id: org,
    name: org,
    default_approver_id: 'usr_boss',
    cost_centers: [{ code: dock.cost_center, name: 'End User Support', approver_id: null }],
    budgets: [
      {
        fiscal_year: new Date().getUTCFullYear(),
        cost_center: dock.cost_center,
        annual_budget: 100_000,
        spent: 0,
        committed: 0,
        currency: 'USD',
      },
    ],
    vendors: [],
    integrations: [],
    ...settings,
  });
}
