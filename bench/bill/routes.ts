import * as z from 'zod';
import { dock, REQUESTS } from '../requests.ts';
import { approve, createRequest, type Flow, flow } from './flows.ts';
import type { HubClient } from './hub-client.ts';

const ORDERS = '/v1/erp/purchase-orders';
const SAP = '/v1/integrations/sap';
const TICKET = 'tkt_6jHtK4pR8uWn';
const DOCUMENT = { partner: 'sap', document_id: '4500000000' };
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

let keys = 0;

/** The other routes, each with what follows from it. */
export const ROUTES: readonly Flow[] = [
  flow('create a draft', 'requester', `POST ${REQUESTS}`, draft),
  {
    name: 'create with an idempotency key',
    run: (client) => client.api('requester', `POST ${REQUESTS}`, dock, { 'idempotency-key': `bill-${keys++}` }),
  },
  flow('create for a ticket', 'requester', `POST ${REQUESTS}`, { ...dock, ticket_id: TICKET }),
  flow('tell of a ticket', 'requester', `PUT /v1/erp/tickets/${TICKET}`, { project: 'PRJ-7' }),
  flow('ticket', 'requester', `GET /v1/erp/tickets/${TICKET}`),
  flow('costs', 'requester', 'GET /v1/erp/costs?group_by=ticket'),
  flow('edit a draft', 'requester', `PATCH ${REQUESTS}/{id}`, { title: 'Docks' }, createDraft),
  flow('submit', 'requester', `POST ${REQUESTS}/{id}/submit`, undefined, createDraft),
  flow('reject', 'approver', `POST ${REQUESTS}/{id}/reject`, { reason: 'Too many docks' }, createRequest),
  flow('cancel', 'requester', `POST ${REQUESTS}/{id}/cancel`, undefined, createRequest),
  flow('cancel at SAP', 'admin', `POST ${REQUESTS}/{id}/cancel`, undefined, syncedRequest),
  flow(
    'change an order → at SAP',
    'approver',
    `PATCH ${ORDERS}/{id}`,
    { lines: [{ id: '1', quantity: 2 }] },
    syncedOrder,
  ),
  flow('retry a sync → ordered', 'admin', `POST ${REQUESTS}/{id}/sync/retry`, undefined, failedRequest),
  flow('retry all of one → ordered', 'admin', 'POST /v1/sync/retry', undefined, failedRequest),
  flow('link a sync', 'admin', `POST ${REQUESTS}/{id}/sync/link`, DOCUMENT, failedRequest),
  flow('sync state', 'requester', `GET ${REQUESTS}/{id}/sync`, undefined, syncedRequest),
  flow('order', 'requester', `GET ${ORDERS}/{id}`, undefined, syncedOrder),
  flow('sync job', 'requester', 'GET /v1/erp/sync/{id}', undefined, syncJob),
  flow('timeline of a ticket', 'requester', `GET /v1/erp/tickets/${TICKET}/timeline`),
  flow('vendors', 'requester', 'GET /v1/erp/vendors'),
  flow('budgets', 'requester', 'GET /v1/erp/budgets'),
  flow('health', 'admin', `GET ${SAP}/health`),
  flow('resume', 'admin', `POST ${SAP}/resume`),
];
