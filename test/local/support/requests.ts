import { type ApiAnswer, eventually, type TestNode } from './hub.ts';

/** The seed's examples, and the steps that most tests begin with. */

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

export const dock = {
  type: 'hardware',
  title: 'Dock',
  items: [
    { name: 'Dell WD22TB4 Thunderbolt Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279.01, currency: 'USD' },
  ],
  vendor: 'Dell Technologies',
  cost_center: 'CC-IT-EUS',
  submit: true,
};

const PATH = '/v1/erp/procurement';

/** Creates a request as the requester and returns its id. */
export async function create(node: TestNode, body: object = dock): Promise<string> {
  const answer = await node.api('POST', PATH, { body });
  if (answer.status !== 201) throw new Error(`create answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

export function approve(node: TestNode, id: string, body?: object): Promise<ApiAnswer> {
  return node.api('POST', `${PATH}/${id}/approve`, { token: node.hub.tokens.approver, ...(body && { body }) });
}

export async function get(node: TestNode, id: string) {
  return (await node.api('GET', `${PATH}/${id}`)).body;
}

/** The request's sync state at SAP. */
export async function syncState(node: TestNode, id: string) {
  return (await node.api('GET', `${PATH}/${id}/sync`)).body.data[0];
}

/** Waits until SAP has numbered the request, and returns it. */
export function ordered(node: TestNode, id: string, deadline = 10_000) {
  return eventually(
    async () => {
      const request = await get(node, id);
      return request.status === 'ordered' && request;
    },
    { deadline },
  );
}

/** What a cost center has committed, in cents. */
export async function committedCents(node: TestNode, costCenter: string): Promise<number> {
  const { body } = await node.api('GET', `/v1/erp/budgets?cost_center=${costCenter}`);
  return Math.round(body.data[0].committed * 100);
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of SAP by looking
export async function sapOrders(node: TestNode): Promise<any[]> {
  return (await node.sap('GET', '/state')).body.purchaseOrders;
}
