import { type Operations, VERSIONED } from '../operation.ts';
import { pageOf } from '../schemas/common.ts';
import { PurchaseOrderWithDocuments } from '../schemas/order-documents.ts';
import { PurchaseOrder } from '../schemas/orders.ts';
import { Costs, Ticket, Timeline } from '../schemas/tickets.ts';

const ORDERS = 'Purchase orders';
const TICKETS = 'Tickets and costs';

export const ORDER_OPERATIONS = {
  'GET /v1/purchase-orders': {
    id: 'listPurchaseOrders',
    tag: ORDERS,
    summary: 'List purchase orders',
    description:
      'Newest first, by any combination of filters. A page may have fewer than `limit`, also none, while `has_more` is true.',
    responses: { 200: pageOf(PurchaseOrder) },
  },
  'GET /v1/purchase-orders/{id}': {
    id: 'getOrderWithDocuments',
    tag: ORDERS,
    summary: 'Get a purchase order with what its supplier has posted',
    description:
      'Acknowledgements, shipments and invoices, the oldest first; of very many the newest, and `documents_complete` is false.',
    responses: { 200: PurchaseOrderWithDocuments },
    etag: true,
  },
  'GET /v1/erp/purchase-orders/{id}': {
    id: 'getPurchaseOrder',
    tag: ORDERS,
    summary: 'Get a purchase order',
    responses: { 200: PurchaseOrder },
    etag: true,
  },
  'PATCH /v1/erp/purchase-orders/{id}': {
    id: 'changePurchaseOrder',
    tag: ORDERS,
    summary: 'Change a purchase order',
    description: 'Lines by `id`, and the delivery date, until something is received. The ERP gets the change.',
    responses: { 200: PurchaseOrder },
    ...VERSIONED,
  },
} satisfies Operations;

export const TICKET_OPERATIONS = {
  'PUT /v1/erp/tickets/{id}': {
    id: 'putTicket',
    tag: TICKETS,
    summary: 'Say what a ticket is about',
    description: 'Replaces what was said before. Requests for the ticket take from it what they leave out.',
    responses: { 200: Ticket },
  },
  'GET /v1/erp/tickets/{id}': {
    id: 'getTicket',
    tag: TICKETS,
    summary: 'Get what a ticket is about',
    responses: { 200: Ticket },
  },
  'GET /v1/erp/tickets/{id}/timeline': {
    id: 'getTicketTimeline',
    tag: TICKETS,
    summary: "Get a ticket's timeline",
    description: 'What happened to the requests for the ticket and to their orders, oldest first; empty without any.',
    responses: { 200: Timeline },
  },
  'GET /v1/erp/costs': {
    id: 'getCosts',
    tag: TICKETS,
    summary: 'Get what requests cost, by what they are charged to',
    description:
      'Per key and currency; the key is null for the requests without one. Of all fiscal years unless one is named.',
    responses: { 200: Costs },
  },
} satisfies Operations;
