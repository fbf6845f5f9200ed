/**
 * The northbound routes by API Gateway's route key. `lib` builds the API from this list, and the compiler checks that
 * `index.ts` has a handler for each.
 */
export const API_ROUTE_KEYS = [
  'GET /v1/erp/procurement',
  'POST /v1/erp/procurement',
  'GET /v1/erp/procurement/{id}',
  'PATCH /v1/erp/procurement/{id}',
  'POST /v1/erp/procurement/{id}/submit',
  'POST /v1/erp/procurement/{id}/approve',
  'POST /v1/erp/procurement/{id}/reject',
  'POST /v1/erp/procurement/{id}/cancel',
  'POST /v1/erp/procurement/{id}/order',
  'POST /v1/erp/procurement/{id}/receive',
  'GET /v1/erp/procurement/{id}/sync',
  'POST /v1/erp/procurement/{id}/sync/retry',
  'POST /v1/erp/procurement/{id}/sync/link',
  'GET /v1/erp/purchase-orders/{id}',
  'PATCH /v1/erp/purchase-orders/{id}',
  'GET /v1/purchase-orders',
  'GET /v1/purchase-orders/{id}',
  'GET /v1/erp/sync',
  'GET /v1/erp/sync/{id}',
  'PUT /v1/erp/tickets/{id}',
  'GET /v1/erp/tickets/{id}',
  'GET /v1/erp/tickets/{id}/timeline',
  'GET /v1/erp/costs',
  'GET /v1/erp/vendors',
  'GET /v1/erp/budgets',
  'GET /v1/catalog/products',
  'GET /v1/catalog/product',
  'GET /v1/catalog/categories',
] as const;

export type ApiRouteKey = (typeof API_ROUTE_KEYS)[number];
