/**
 * The northbound routes, as API Gateway knows them. `lib` builds the API from this list and `index.ts` is checked by
 * the compiler to have a handler for each, so neither can forget one.
 */
export const API_ROUTE_KEYS = [
  'GET /v1/erp/procurement',
  'POST /v1/erp/procurement',
  'GET /v1/erp/procurement/{id}',
  'PATCH /v1/erp/procurement/{id}',
  'POST /v1/erp/procurement/{id}/submit',
  'POST /v1/erp/procurement/{id}/approve',
  'POST /v1/erp/procurement/{id}/reject',
  'GET /v1/erp/procurement/{id}/sync',
  'POST /v1/erp/procurement/{id}/sync/retry',
  'GET /v1/erp/sync/{id}',
  'GET /v1/erp/tickets/{id}/timeline',
  'GET /v1/erp/vendors',
  'GET /v1/erp/budgets',
] as const;

export type ApiRouteKey = (typeof API_ROUTE_KEYS)[number];
