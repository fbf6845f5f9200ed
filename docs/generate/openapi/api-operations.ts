import * as z from 'zod';
import type { ApiRouteKey } from '../../../functions/api/route-keys.ts';
import type { Operation } from './operation.ts';
import * as schemas from './schemas.ts';

const REQUESTS = 'Procurement requests';
const ORDERS = 'Purchase orders';
const SYNC = 'Synchronization';
const MASTER_DATA = 'Vendors and budgets';
const TICKETS = 'Tickets and costs';

const versioned = { etag: true, ifMatch: true };

/** The routes for employees and their tools. */
export const API_OPERATIONS: Readonly<Record<ApiRouteKey, Operation>> = {
  'GET /v1/erp/procurement': {
    id: 'listRequests',
    tag: REQUESTS,
    summary: 'List procurement requests',
    description: 'Newest first, by any combination of filters.',
    responses: { 200: schemas.pageOf(schemas.ProcurementRequest) },
  },
  'POST /v1/erp/procurement': {
    id: 'createRequest',
    tag: REQUESTS,
    summary: 'Create a procurement request',
    description:
      'The request starts as a draft, or with `submit` as pending approval. With `ticket_id` it is linked to the ticket and on its timeline.',
    responses: { 201: schemas.ProcurementRequest },
    etag: true,
  },
  'GET /v1/erp/procurement/{id}': {
    id: 'getRequest',
    tag: REQUESTS,
    summary: 'Get a procurement request',
    description: 'With the approval history and, once the order is placed, its number at the ERP.',
    responses: { 200: schemas.ProcurementRequestWithHistory },
    etag: true,
  },
  'PATCH /v1/erp/procurement/{id}': {
    id: 'updateRequest',
    tag: REQUESTS,
    summary: 'Update a procurement request',
    description: 'While it is a draft or pending approval. `items` replaces all of them.',
    responses: { 200: schemas.UpdatedProcurementRequest },
    ...versioned,
  },
  'POST /v1/erp/procurement/{id}/submit': {
    id: 'submitRequest',
    tag: REQUESTS,
    summary: 'Submit a draft for approval',
    responses: { 200: schemas.ProcurementRequest },
    ...versioned,
  },
  'POST /v1/erp/procurement/{id}/approve': {
    id: 'approveRequest',
    tag: REQUESTS,
    summary: 'Approve a procurement request',
    description: 'Commits its amount in the budget, and creates the purchase order that the configured ERP gets.',
    responses: { 200: schemas.Approval },
    ...versioned,
  },
  'POST /v1/erp/procurement/{id}/reject': {
    id: 'rejectRequest',
    tag: REQUESTS,
    summary: 'Reject a procurement request',
    description: 'The requester is notified, and the request is cancelled.',
    responses: { 200: schemas.Rejection },
    ...versioned,
  },
  'POST /v1/erp/procurement/{id}/cancel': {
    id: 'cancelRequest',
    tag: REQUESTS,
    summary: 'Cancel a procurement request and its order',
    description: 'Releases what both have committed; an order that the ERP has is cancelled there.',
    responses: { 200: schemas.Cancellation },
    ...versioned,
  },
  'GET /v1/erp/procurement/{id}/sync': {
    id: 'getRequestSync',
    tag: SYNC,
    summary: "Get the state of a request's order at the partners",
    responses: { 200: schemas.RequestSync },
  },
  'POST /v1/erp/procurement/{id}/sync/retry': {
    id: 'retryRequestSync',
    tag: SYNC,
    summary: 'Retry the syncs of a request that need attention',
    responses: { 202: schemas.RequestedSyncs },
  },
  'POST /v1/erp/procurement/{id}/sync/link': {
    id: 'linkRequestSync',
    tag: SYNC,
    summary: "Name the document at a partner that is the request's",
    responses: { 202: schemas.RequestedSyncs },
  },
  'GET /v1/erp/purchase-orders/{id}': {
    id: 'getPurchaseOrder',
    tag: ORDERS,
    summary: 'Get a purchase order',
    responses: { 200: schemas.PurchaseOrder },
    etag: true,
  },
  'PATCH /v1/erp/purchase-orders/{id}': {
    id: 'changePurchaseOrder',
    tag: ORDERS,
    summary: 'Change a purchase order',
    description: 'Lines by `id`, and the delivery date, until something is received. The ERP gets the change.',
    responses: { 200: schemas.PurchaseOrder },
    ...versioned,
  },
  'GET /v1/erp/sync/{id}': {
    id: 'getSyncJob',
    tag: SYNC,
    summary: 'Get a sync by its job id',
    responses: { 200: schemas.Sync },
  },
  'GET /v1/erp/tickets/{id}/timeline': {
    id: 'getTicketTimeline',
    tag: TICKETS,
    summary: "Get a ticket's timeline",
    description: 'What was procured for the ticket, oldest first.',
    responses: { 200: z.strictObject({ ticket_id: z.string(), data: z.array(schemas.TimelineEntry) }) },
  },
  'GET /v1/erp/vendors': {
    id: 'listVendors',
    tag: MASTER_DATA,
    summary: 'List vendors',
    responses: { 200: schemas.listOf(schemas.Vendor) },
  },
  'GET /v1/erp/budgets': {
    id: 'listBudgets',
    tag: MASTER_DATA,
    summary: 'Get budget summaries',
    description: 'By cost center. They move as requests are approved, received and cancelled.',
    responses: { 200: z.strictObject({ fiscal_year: z.int(), data: z.array(schemas.Budget) }) },
  },
};
