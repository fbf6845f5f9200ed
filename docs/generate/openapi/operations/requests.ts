import { type Operations, VERSIONED } from '../operation.ts';
import { pageOf } from '../schemas/common.ts';
import * as schemas from '../schemas/requests.ts';

const tag = 'Procurement requests';

export const REQUEST_OPERATIONS = {
  'GET /v1/erp/procurement': {
    id: 'listRequests',
    tag,
    summary: 'List procurement requests',
    description: 'Newest first, by any combination of filters.',
    responses: { 200: pageOf(schemas.ProcurementRequest) },
  },
  'POST /v1/erp/procurement': {
    id: 'createRequest',
    tag,
    summary: 'Create a procurement request',
    description:
      "The request starts as a draft, or with `submit` as pending approval. With `ticket_id` it is linked to the ticket and on its timeline, and takes cost center, budget code and project from there where it leaves them out; else the first two from its requester's entry in the organization.",
    responses: { 201: schemas.ProcurementRequest },
    etag: true,
  },
  'GET /v1/erp/procurement/{id}': {
    id: 'getRequest',
    tag,
    summary: 'Get a procurement request',
    description: 'With the approval history and, once the order is placed, its number at the ERP.',
    responses: { 200: schemas.ProcurementRequestWithHistory },
    etag: true,
  },
  'PATCH /v1/erp/procurement/{id}': {
    id: 'updateRequest',
    tag,
    summary: 'Update a procurement request',
    description: 'While it is a draft or pending approval. `items` replaces all of them.',
    responses: { 200: schemas.UpdatedProcurementRequest },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/submit': {
    id: 'submitRequest',
    tag,
    summary: 'Submit a draft for approval',
    responses: { 200: schemas.ProcurementRequest },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/approve': {
    id: 'approveRequest',
    tag,
    summary: 'Approve a procurement request',
    description: 'Commits its amount in the budget, and creates the purchase order that the configured ERP gets.',
    responses: { 200: schemas.Approval },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/reject': {
    id: 'rejectRequest',
    tag,
    summary: 'Reject a procurement request',
    description: 'The requester is notified, and the request is cancelled.',
    responses: { 200: schemas.Rejection },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/cancel': {
    id: 'cancelRequest',
    tag,
    summary: 'Cancel a procurement request and its order',
    description:
      'Releases what both have committed; an order that the ERP has is cancelled there. Where goods have arrived, only the rest is cancelled, and the request is received.',
    responses: { 200: schemas.Cancellation },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/order': {
    id: 'orderRequest',
    tag,
    summary: 'Record the order of a manual request',
    description: 'For an approved request that no ERP fulfils: a buyer has placed the order.',
    responses: { 200: schemas.ManualOrder },
    ...VERSIONED,
  },
  'POST /v1/erp/procurement/{id}/receive': {
    id: 'receiveRequest',
    tag,
    summary: 'Record what has arrived for a manual request',
    description:
      'Moves it from committed to spent in the budget. Without `lines`, all that is open has arrived; `final` says that nothing more comes of the lines it names, or with `lines: []` of any.',
    responses: { 200: schemas.ManualOrder },
    ...VERSIONED,
  },
  'GET /v1/erp/procurement/{id}/sync': {
    id: 'getRequestSync',
    tag,
    summary: "Get the state of a request's order at the partners",
    responses: { 200: schemas.RequestSync },
  },
  'POST /v1/erp/procurement/{id}/sync/retry': {
    id: 'retryRequestSync',
    tag,
    summary: 'Retry the syncs of a request that need attention',
    responses: { 202: schemas.RequestedSyncs },
  },
  'POST /v1/erp/procurement/{id}/sync/link': {
    id: 'linkRequestSync',
    tag,
    summary: "Name the document at a partner that is the request's",
    description: 'The sync checks the document there and takes it over, so that no second one is created.',
    responses: { 202: schemas.RequestedSyncs },
  },
} satisfies Operations;
