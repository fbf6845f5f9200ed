import * as z from 'zod';
import { dock, REQUESTS } from '../requests.ts';
import { approve, createRequest, type Flow } from './flows.ts';
import type { HubClient, Role } from './hub-client.ts';

const ORDERS = '/v1/erp/purchase-orders';
const SAP = '/v1/integrations/sap';
const draft = { ...dock, submit: false };

const SyncStateSchema = z.object({
  purchase_order: z.object({ id: z.string() }),
  data: z.tuple([z.object({ sync_job_id: z.string() })]),
});

function createDraft(client: HubClient): Promise<string> {
  return client.idOf('requester', `POST ${REQUESTS}`, draft);
}

async function syncedRequest(client: HubClient): Promise<string> {
  const id = await createRequest(client);
  await approve(client, id);
  await client.settled();
  return id;
}

async function syncState(client: HubClient, id: string) {
  return SyncStateSchema.parse(await client.api('requester', `GET ${REQUESTS}/${id}/sync`));
}

async function syncedOrder(client: HubClient): Promise<string> {
  return (await syncState(client, await syncedRequest(client))).purchase_order.id;
}

async function syncJob(client: HubClient): Promise<string> {
  return (await syncState(client, await syncedRequest(client))).data[0].sync_job_id;
}

/** A request whose order SAP rejects, so that a person must act. */
async function failedRequest(client: HubClient): Promise<string> {
  const fault = { match: { method: 'POST', path: '/PurchaseOrder' }, kind: 'status', status: 400, times: 1 };
  await client.simulator('sap', 'POST', '/faults', [fault]);
  return syncedRequest(client);
}

function get(name: string, path: string, { as = 'requester' }: { readonly as?: Role } = {}): Flow {
  return { name, run: (client) => client.api(as, `GET ${path}`) };
}

let keys = 0;

/** The other routes, each with what follows from it. */
export const ROUTES: readonly Flow[] = [
  { name: 'create a draft', run: createDraft },
  {
    name: 'create with an idempotency key',
    run: (client) => client.api('requester', `POST ${REQUESTS}`, dock, { 'idempotency-key': `bill-${keys++}` }),
  },
  {
    name: 'create for a ticket',
    run: (client) => client.api('requester', `POST ${REQUESTS}`, { ...dock, ticket_id: 'tkt_6jHtK4pR8uWn' }),
  },
  {
    name: 'edit a draft',
    prepare: createDraft,
    run: (client, id) => client.api('requester', `PATCH ${REQUESTS}/${id}`, { title: 'Docks' }),
  },
  {
    name: 'submit',
    prepare: createDraft,
    run: (client, id) => client.api('requester', `POST ${REQUESTS}/${id}/submit`),
  },
  {
    name: 'reject',
    prepare: createRequest,
    run: (client, id) => client.api('approver', `POST ${REQUESTS}/${id}/reject`, { reason: 'Too many docks' }),
  },
  {
    name: 'cancel',
    prepare: createRequest,
    run: (client, id) => client.api('requester', `POST ${REQUESTS}/${id}/cancel`),
  },
  {
    name: 'cancel at SAP',
    prepare: syncedRequest,
    run: (client, id) => client.api('admin', `POST ${REQUESTS}/${id}/cancel`),
  },
  {
    name: 'change an order → at SAP',
    prepare: syncedOrder,
    run: (client, id) => client.api('approver', `PATCH ${ORDERS}/${id}`, { lines: [{ id: '1', quantity: 2 }] }),
  },
  {
    name: 'retry a sync → ordered',
    prepare: failedRequest,
    run: (client, id) => client.api('admin', `POST ${REQUESTS}/${id}/sync/retry`),
  },
  {
    name: 'retry all of one → ordered',
    prepare: failedRequest,
    run: (client) => client.api('admin', `POST ${SAP}/retry`),
  },
  {
    name: 'link a sync',
    prepare: failedRequest,
    run: (client, id) =>
      client.api('admin', `POST ${REQUESTS}/${id}/sync/link`, { partner: 'sap', document_id: '4500000000' }),
  },
  {
    name: 'sync state',
    prepare: syncedRequest,
    run: (client, id) => client.api('requester', `GET ${REQUESTS}/${id}/sync`),
  },
  { name: 'order', prepare: syncedOrder, run: (client, id) => client.api('requester', `GET ${ORDERS}/${id}`) },
  { name: 'sync job', prepare: syncJob, run: (client, id) => client.api('requester', `GET /v1/erp/sync/${id}`) },
  get('timeline of a ticket', '/v1/erp/tickets/tkt_6jHtK4pR8uWn/timeline'),
  get('vendors', '/v1/erp/vendors'),
  get('budgets', '/v1/erp/budgets'),
  get('health', `${SAP}/health`, { as: 'admin' }),
  { name: 'resume', run: (client) => client.api('admin', `POST ${SAP}/resume`) },
];
