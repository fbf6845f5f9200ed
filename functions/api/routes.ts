import type { JwtCaller } from '../../core/runtime/http/caller.ts';
import type { Route } from '../../core/runtime/http/route.ts';
import type { Table } from '../../core/store/table.ts';
import type { ApiRouteKey } from './route-keys.ts';
import { approveRequest } from './routes/approve-request.ts';
import { cancelRequest } from './routes/cancel-request.ts';
import { changePurchaseOrder } from './routes/change-purchase-order.ts';
import { createRequest } from './routes/create-request.ts';
import { getCosts } from './routes/get-costs.ts';
import { getOrderWithDocuments } from './routes/get-order-with-documents.ts';
import { getProduct } from './routes/get-product.ts';
import { getPurchaseOrder } from './routes/get-purchase-order.ts';
import { getRequest } from './routes/get-request.ts';
import { getRequestSync } from './routes/get-request-sync.ts';
import { getSyncJob } from './routes/get-sync-job.ts';
import { getTicket } from './routes/get-ticket.ts';
import { getTicketTimeline } from './routes/get-ticket-timeline.ts';
import { linkRequestSync } from './routes/link-request-sync.ts';
import { listBudgets } from './routes/list-budgets.ts';
import { listCategories } from './routes/list-categories.ts';
import { listProducts } from './routes/list-products.ts';
import { listPurchaseOrders } from './routes/list-purchase-orders.ts';
import { listRequests } from './routes/list-requests.ts';
import { listSyncJobs } from './routes/list-sync-jobs.ts';
import { listVendors } from './routes/list-vendors.ts';
import { orderRequest } from './routes/order-request.ts';
import { putTicket } from './routes/put-ticket.ts';
import { receiveRequest } from './routes/receive-request.ts';
import { rejectRequest } from './routes/reject-request.ts';
import { retryRequestSync } from './routes/retry-request-sync.ts';
import { submitRequest } from './routes/submit-request.ts';
import { updateRequest } from './routes/update-request.ts';

/** The routes of the northbound API for employees and their tools. */
export function apiRoutes(table: Table): { readonly [Key in ApiRouteKey]: Route<JwtCaller, Key> } {
  return {
    'GET /v1/erp/procurement': listRequests(table),
    'POST /v1/erp/procurement': createRequest(table),
    'GET /v1/erp/procurement/{id}': getRequest(table),
    'PATCH /v1/erp/procurement/{id}': updateRequest(table),
    'POST /v1/erp/procurement/{id}/submit': submitRequest(table),
    'POST /v1/erp/procurement/{id}/approve': approveRequest(table),
    'POST /v1/erp/procurement/{id}/reject': rejectRequest(table),
    'POST /v1/erp/procurement/{id}/cancel': cancelRequest(table),
    'GET /v1/erp/procurement/{id}/sync': getRequestSync(table),
    'POST /v1/erp/procurement/{id}/sync/retry': retryRequestSync(table),
    'POST /v1/erp/procurement/{id}/sync/link': linkRequestSync(table),
    'GET /v1/erp/purchase-orders/{id}': getPurchaseOrder(table),
    'PATCH /v1/erp/purchase-orders/{id}': changePurchaseOrder(table),
    'GET /v1/purchase-orders': listPurchaseOrders(table),
    'GET /v1/purchase-orders/{id}': getOrderWithDocuments(table),
    'GET /v1/erp/sync/{id}': getSyncJob(table),
    'GET /v1/erp/tickets/{id}/timeline': getTicketTimeline(table),
    'GET /v1/erp/vendors': listVendors(table),
    'GET /v1/erp/budgets': listBudgets(table),
    'GET /v1/catalog/products': listProducts(table),
    'GET /v1/catalog/product': getProduct(table),
    'GET /v1/catalog/categories': listCategories(table),
    'POST /v1/erp/procurement/{id}/order': orderRequest(table),
    'POST /v1/erp/procurement/{id}/receive': receiveRequest(table),
    'PUT /v1/erp/tickets/{id}': putTicket(table),
    'GET /v1/erp/tickets/{id}': getTicket(table),
    'GET /v1/erp/costs': getCosts(table),
    'GET /v1/erp/sync': listSyncJobs(table),
  };
}
